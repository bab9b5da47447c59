package io.cmaclip.lab.bench.model;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/** RandomTitles of real lengths with random tokens: the speed depends on their number only. */
final class RandomTitles {
  private final List<Integer> lengths;

  private RandomTitles(List<Integer> lengths) {
    this.lengths = lengths;
  }

  /** Lengths of 8 to 24 tokens, start and end included, as product titles have. */
  static RandomTitles typical() {
    List<Integer> lengths = new ArrayList<>();
    for (int length = 8; length <= 24; length++) {
      lengths.add(length);
    }
    return new RandomTitles(lengths);
  }

  /**
   * One title a line.
   *
   * @param tokensOf number of tokens of a title, start and end included
   */
  static RandomTitles of(Path file, ToIntFunction<String> tokensOf) throws IOException {
    List<Integer> lengths =
        Files.readAllLines(file).stream()
            .filter(title -> !title.isBlank())
            .map(tokensOf::applyAsInt)
            .toList();
    if (lengths.isEmpty()) {
      throw new UserException("titles " + file + ": it has no title");
    }
    return new RandomTitles(lengths);
  }

  int[] draw(SplittableRandom random, int vocabulary) {
    int[] tokens = new int[lengths.get(random.nextInt(lengths.size()))];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(vocabulary);
    }
    return tokens;
  }
}

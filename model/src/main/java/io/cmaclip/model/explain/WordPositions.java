package io.cmaclip.model.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the positions of words among the tokens of a title. */
public final class WordPositions {
  private WordPositions() {}

  /** All positions between start and end of text. */
  public static List<Integer> all(int[] title) {
    return IntStream.range(1, title.length - 1).boxed().toList();
  }

  /**
   * The positions of all occurrences of a word.
   *
   * @param title token ids with start and end of text
   * @param word token ids with start and end of text
   * @return positions in the title, from 0; empty without an occurrence
   */
  public static List<Integer> of(int[] title, int[] word) {
    List<Integer> positions = new ArrayList<>();
    int length = word.length - 2;
    for (int from = 1; length > 0 && from + length < title.length; from++) {
      int at = from;
      boolean here = IntStream.range(0, length).allMatch(i -> title[at + i] == word[1 + i]);
      for (int i = 0; here && i < length; i++) {
        positions.add(from + i);
      }
    }
    return positions;
  }
}

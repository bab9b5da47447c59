package io.cmaclip.trainer.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte pair encoding: repeatedly merges the most frequent pair of neighbouring symbols. Ties go to
 * the lower symbol numbers.
 */
final class MergeLearner {
  /** Two symbols that become one; symbol numbers count the alphabet first, then merges in order. */
  record Merge(int left, int right) {}

  /** A pair and its frequency when it was queued. */
  private record Candidate(long pair, long count) {}

  private static final Comparator<Candidate> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);

  private final List<int[]> words;
  private final long[] frequencies;
  private final Map<Long, Long> counts = new HashMap<>();
  private final Map<Long, Set<Integer>> wordsByPair = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

  /**
   * @param words distinct words as symbol numbers
   * @param frequencies how often each of them occurs
   */
  MergeLearner(List<int[]> words, long[] frequencies) {
    this.words = new ArrayList<>(words);
    this.frequencies = frequencies.clone();
    for (int word = 0; word < words.size(); word++) {
      count(word, 1);
    }
    counts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
  }

  /**
   * @param symbols size of the alphabet, which is also the number of the first merged symbol
   * @param limit largest number of merges; learning stops earlier when no pair occurs twice
   */
  List<Merge> learn(int symbols, int limit) {
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < limit && !queue.isEmpty()) {
      Candidate best = queue.remove();
      long count = counts.getOrDefault(best.pair(), 0L);
      if (count != best.count()) {
        if (count > 0) {
          queue.add(new Candidate(best.pair(), count));
        }
        continue;
      }
      if (count < 2) {
        break;
      }
      join(best.pair(), symbols + merges.size());
      merges.add(new Merge(left(best.pair()), right(best.pair())));
    }
    return merges;
  }

  private void join(long pair, int joined) {
    Set<Long> touched = new HashSet<>();
    for (int word : List.copyOf(wordsByPair.get(pair))) {
      touched.addAll(count(word, -1));
      words.set(word, joinIn(words.get(word), pair, joined));
      touched.addAll(count(word, 1));
    }
    for (long changed : touched) {
      long count = counts.getOrDefault(changed, 0L);
      if (count > 0) {
        queue.add(new Candidate(changed, count));
      }
    }
  }

  private static int[] joinIn(int[] symbols, long pair, int joined) {
    int[] shorter = new int[symbols.length];
    int length = 0;
    for (int i = 0; i < symbols.length; i++) {
      if (i + 1 < symbols.length && pair(symbols[i], symbols[i + 1]) == pair) {
        shorter[length++] = joined;
        i++;
      } else {
        shorter[length++] = symbols[i];
      }
    }
    return Arrays.copyOf(shorter, length);
  }

  /** Adds (sign 1) or subtracts (sign -1) the pairs of one word; returns these pairs. */
  private Set<Long> count(int word, int sign) {
    Set<Long> pairs = new HashSet<>();
    int[] symbols = words.get(word);
    for (int i = 0; i + 1 < symbols.length; i++) {
      long pair = pair(symbols[i], symbols[i + 1]);
      pairs.add(pair);
      long count = counts.merge(pair, sign * frequencies[word], Long::sum);
      if (count == 0) {
        counts.remove(pair);
      }
      Set<Integer> holding = wordsByPair.computeIfAbsent(pair, unused -> new HashSet<>());
      if (sign > 0) {
        holding.add(word);
      } else {
        holding.remove(word);
      }
    }
    return pairs;
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  private static int left(long pair) {
    return (int) (pair >>> 32);
  }

  private static int right(long pair) {
    return (int) pair;
  }
}

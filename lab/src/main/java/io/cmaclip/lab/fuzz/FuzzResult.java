package io.cmaclip.lab.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What became of all inputs.
 *
 * @param labelled answered on the attributes topic, deletions that were passed on among them
 * @param review of these, on the review topic too
 * @param refused by the broker, before the service saw them
 * @param lost inputs of which nothing came within a minute of silence
 * @param unexpected answered though broken, or put aside though whole: numbers of the inputs
 * @param slowestSeconds from sending an input to reading its answer, those before it in its
 *     partition included
 * @param failedThreads stream threads that died
 * @param heapGrowth used after a collection at the end, minus the same after a fifth; bytes
 * @param residentPeaks most memory in RAM during each fifth of the inputs, in bytes; 0 where the
 *     system does not say
 */
public record FuzzResult(
    long seed,
    int inputs,
    int labelled,
    int review,
    int deadLetter,
    int refused,
    int lost,
    int duplicated,
    List<Integer> unexpected,
    double slowestSeconds,
    int failedThreads,
    long heapGrowth,
    List<Long> residentPeaks,
    double seconds,
    Map<String, KindResult> kinds) {
  /**
   * One kind.
   *
   * @param deadLetters by reason
   */
  public record KindResult(
      int inputs,
      int labelled,
      int review,
      int lost,
      Map<String, Integer> deadLetters,
      double slowestSeconds) {}

  /** Memory and threads, which the ledger does not know. */
  record Strain(int failedThreads, long heapGrowth, List<Long> residentPeaks, double seconds) {}

  static FuzzResult of(long seed, Collection<Ledger.Entry> entries, Strain strain) {
    Map<Kind, List<Ledger.Entry>> byKind = new EnumMap<>(Kind.class);
    entries.forEach(e -> byKind.computeIfAbsent(e.kind(), k -> new ArrayList<>()).add(e));
    Map<String, KindResult> kinds = new TreeMap<>();
    byKind.forEach((kind, some) -> kinds.put(kind.name().toLowerCase(Locale.ROOT), kind(some)));
    return new FuzzResult(
        seed,
        entries.size(),
        count(entries, Ledger.Entry::isAnswered),
        count(entries, Ledger.Entry::isReviewed),
        count(entries, e -> e.deadLetter() != null),
        count(entries, e -> e.refusal() != null),
        count(entries, Ledger.Entry::isLost),
        count(entries, Ledger.Entry::isDuplicated),
        entries.stream().filter(Ledger.Entry::isUnexpected).map(Ledger.Entry::number).toList(),
        slowest(entries),
        strain.failedThreads(),
        strain.heapGrowth(),
        strain.residentPeaks(),
        strain.seconds(),
        kinds);
  }

  private static KindResult kind(Collection<Ledger.Entry> some) {
    Map<String, Integer> letters = new TreeMap<>();
    some.stream()
        .filter(e -> e.deadLetter() != null)
        .forEach(e -> letters.merge(e.deadLetter(), 1, Integer::sum));
    return new KindResult(
        some.size(),
        count(some, Ledger.Entry::isAnswered),
        count(some, Ledger.Entry::isReviewed),
        count(some, Ledger.Entry::isLost),
        letters,
        slowest(some));
  }

  private static int count(Collection<Ledger.Entry> entries, Predicate<Ledger.Entry> of) {
    return (int) entries.stream().filter(of).count();
  }

  private static double slowest(Collection<Ledger.Entry> entries) {
    return entries.stream().mapToDouble(Ledger.Entry::seconds).max().orElse(0);
  }

  /** Whether every input ended as it must, each once, and the service never stumbled. */
  public boolean isHeld() {
    return lost == 0 && duplicated == 0 && unexpected.isEmpty() && failedThreads == 0;
  }
}

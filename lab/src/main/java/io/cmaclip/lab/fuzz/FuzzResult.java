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
 * Result of a fuzz run; the JSON of {@code fuzz --json}.
 *
 * @param labelled inputs with a record on the attributes topic, including tombstones
 * @param review inputs with a record on the review topic as well
 * @param refused inputs that the broker rejected
 * @param lost inputs without a result after a minute of silence
 * @param unexpected numbers of inputs with another result than {@link Kind} expects
 * @param slowestSeconds longest time from sending to reading the result, including the queue
 * @param failedThreads stream threads that died
 * @param heapGrowth heap bytes in use at the end minus those after a fifth of the inputs
 * @param residentPeaks peak resident bytes of each fifth of the inputs; 0 if unknown
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
  /** Result of a kind; {@code deadLetters} is by reason. */
  public record KindResult(
      int inputs,
      int labelled,
      int review,
      int lost,
      Map<String, Integer> deadLetters,
      double slowestSeconds) {}

  /** Memory and threads of the run. */
  record ResourceUse(
      int failedThreads, long heapGrowth, List<Long> residentPeaks, double seconds) {}

  static FuzzResult of(long seed, Collection<Ledger.Entry> entries, ResourceUse resources) {
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
        resources.failedThreads(),
        resources.heapGrowth(),
        resources.residentPeaks(),
        resources.seconds(),
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

  /** Whether every input has exactly one, expected result and no thread failed. */
  public boolean isPassed() {
    return lost == 0 && duplicated == 0 && unexpected.isEmpty() && failedThreads == 0;
  }
}

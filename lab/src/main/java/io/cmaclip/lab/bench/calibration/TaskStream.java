package io.cmaclip.lab.bench.calibration;

import io.cmaclip.lab.bench.calibration.ScoredListings.Scored;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.calibration.AuditedAnswer;
import io.cmaclip.model.calibration.TemperatureScaling;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Listings of one task as the service answers them and reviewers decide them.
 *
 * @param task with the operating points in force
 * @param number of the task
 * @param listings all of them labelled in this task
 * @param renamed class that is called {@code newName} since the drift; -1 = none
 */
record TaskStream(BundleTask task, int number, List<Scored> listings, int renamed, int newName) {
  /** Classes that an answer names, as in the attributes topic. */
  private static final int NAMED = 5;

  /**
   * Precision and share of accepted answers.
   *
   * @param precision null if nothing is accepted
   */
  record Truth(Double precision, double acceptedShare) {}

  static TaskStream of(BundleTask task, int number, ScoredListings all) {
    return new TaskStream(
        task,
        number,
        all.listings().stream().filter(listing -> listing.truths()[number] >= 0).toList(),
        -1,
        -1);
  }

  /** The stream after its second most frequent class got the name of the third. */
  TaskStream withRenamedClass() {
    Map<Integer, Integer> counts = new HashMap<>();
    listings.forEach(listing -> counts.merge(listing.truths()[number], 1, Integer::sum));
    List<Integer> byCount =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    return new TaskStream(task, number, listings, byCount.get(1), byCount.get(2));
  }

  TaskStream under(BundleTask other) {
    return new TaskStream(other, number, listings, renamed, newName);
  }

  Scored draw(SplittableRandom random) {
    return listings.get(random.nextInt(listings.size()));
  }

  /** The listing as the audit sample shows it, decided by a reviewer who is right. */
  AuditedAnswer audited(Scored listing, double samplingProbability) {
    double[] p = probabilities(listing);
    Map<String, Double> named = new HashMap<>();
    IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -p[c]))
        .limit(NAMED)
        .forEach(c -> named.put(task.classes().get(c), p[c]));
    return new AuditedAnswer(
        listing.state(),
        AuditedAnswer.logits(task, named, 1),
        truth(listing),
        isAccepted(listing),
        samplingProbability);
  }

  Truth truth() {
    long accepted = listings.stream().filter(this::isAccepted).count();
    long right = listings.stream().filter(this::isAccepted).filter(this::isRight).count();
    return new Truth(
        accepted == 0 ? null : (double) right / accepted, (double) accepted / listings.size());
  }

  boolean isAccepted(Scored listing) {
    double[] p = probabilities(listing);
    int best = best(p);
    return task.accepts(listing.state(), task.classes().get(best), p[best]);
  }

  boolean isRight(Scored listing) {
    return best(probabilities(listing)) == truth(listing);
  }

  private int truth(Scored listing) {
    int truth = listing.truths()[number];
    return truth == renamed ? newName : truth;
  }

  private double[] probabilities(Scored listing) {
    return TemperatureScaling.probabilities(
        listing.logits()[number], task.operatingPoint(listing.state()).temperature());
  }

  private static int best(double[] p) {
    int best = 0;
    for (int c = 1; c < p.length; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return best;
  }
}

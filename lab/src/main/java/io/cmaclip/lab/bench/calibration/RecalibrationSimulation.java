package io.cmaclip.lab.bench.calibration;

import io.cmaclip.lab.bench.calibration.ScoredListings.Scored;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.calibration.AuditedAnswer;
import io.cmaclip.model.calibration.PrecisionEstimate;
import io.cmaclip.model.calibration.Recalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Streams of listings drawn at random, an audit sample of them, and reviewers who are right.
 *
 * @param clean listings as they are
 * @param dark the same listings with darkened images
 */
record RecalibrationSimulation(List<BundleTask> tasks, ScoredListings clean, ScoredListings dark) {
  private static final double TARGET = 0.9;

  /** Audit shares before and after the images become dark. */
  private static final double FIRST_SHARE = 0.02;

  private static final double SECOND_SHARE = 0.1;

  /**
   * Estimated against true precision of accepted labels, over seeds.
   *
   * @param truth mean true precision
   * @param audited mean number of audited accepted answers
   * @param weighted error of the estimate
   * @param unweighted error of the mean of the audited answers without weights
   * @param naive error of the mean of all reviewed answers
   */
  record EstimateOfTask(
      double truth, double audited, Deviation weighted, Deviation unweighted, Deviation naive) {}

  /** Estimate minus truth over seeds. */
  record Deviation(double mean, double rootMeanSquare, double worst) {
    static Deviation of(List<Double> errors) {
      return new Deviation(
          errors.stream().mapToDouble(e -> e).average().orElse(0),
          Math.sqrt(errors.stream().mapToDouble(e -> e * e).average().orElse(0)),
          errors.stream().mapToDouble(Math::abs).max().orElse(0));
    }
  }

  /**
   * Precision of accepted labels around a recalibration, over seeds.
   *
   * @param drifted before the recalibration
   * @param lowest lowest precision after it; null if some seed accepts nothing
   * @param mean mean precision after it, over the seeds that accept something
   * @param acceptedShare mean share of accepted answers after it
   * @param below seeds below 0.88
   * @param estimate error of the estimated precision before the recalibration, from its decisions
   */
  record RecoveryOfTask(
      TaskStream.Truth drifted,
      Double lowest,
      double mean,
      double acceptedShare,
      long below,
      Deviation estimate) {}

  /**
   * A recalibration.
   *
   * @param estimateError of the precision before it; null if nothing was accepted
   */
  private record Recovery(TaskStream.Truth after, Double estimateError) {}

  /**
   * The estimate, on a stream whose images become dark in the middle while the audit share rises.
   *
   * @param listings of a stream
   */
  Map<String, EstimateOfTask> estimates(int[] seeds, int listings) {
    Map<String, EstimateOfTask> estimates = new LinkedHashMap<>();
    for (int number = 0; number < tasks.size(); number++) {
      TaskStream before = TaskStream.of(tasks.get(number), number, clean);
      TaskStream after = TaskStream.of(tasks.get(number), number, dark);
      List<Double> truths = new ArrayList<>();
      List<Integer> audited = new ArrayList<>();
      List<List<Double>> errors = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int seed : seeds) {
        SplittableRandom random = new SplittableRandom(1000L * number + seed);
        List<AuditedAnswer> sample = new ArrayList<>();
        Tally all = new Tally();
        Tally reviewed = new Tally();
        for (int i = 0; i < listings; i++) {
          boolean isLate = i >= listings / 2;
          double share = isLate ? SECOND_SHARE : FIRST_SHARE;
          Scored listing = (isLate ? after : before).draw(random);
          boolean isAudited = random.nextDouble() < share;
          if (before.isAccepted(listing)) {
            all.add(before.isRight(listing));
            if (isAudited || isReviewed(listing)) {
              reviewed.add(before.isRight(listing));
            }
          }
          if (isAudited) {
            sample.add(before.audited(listing, share));
          }
        }
        PrecisionEstimate weighted = PrecisionEstimate.of(sample, AuditedAnswer::accepted);
        List<AuditedAnswer> accepted = sample.stream().filter(AuditedAnswer::accepted).toList();
        double unweighted =
            (double) accepted.stream().filter(AuditedAnswer::isCorrect).count() / accepted.size();
        truths.add(all.share());
        audited.add(accepted.size());
        errors.get(0).add(weighted.precision() - all.share());
        errors.get(1).add(unweighted - all.share());
        errors.get(2).add(reviewed.share() - all.share());
      }
      estimates.put(
          tasks.get(number).name(),
          new EstimateOfTask(
              truths.stream().mapToDouble(t -> t).average().orElse(0),
              audited.stream().mapToInt(n -> n).average().orElse(0),
              Deviation.of(errors.get(0)),
              Deviation.of(errors.get(1)),
              Deviation.of(errors.get(2))));
    }
    return estimates;
  }

  /** Recalibration after the images became dark. */
  Map<String, RecoveryOfTask> darkened(int[] seeds, int decisions) {
    return recoveries(number -> TaskStream.of(tasks.get(number), number, dark), seeds, decisions);
  }

  /** Recalibration after a class got another name. */
  Map<String, RecoveryOfTask> renamed(int[] seeds, int decisions) {
    return recoveries(
        number -> TaskStream.of(tasks.get(number), number, clean).withRenamedClass(),
        seeds,
        decisions);
  }

  /** Recalibration without any drift. */
  Map<String, RecoveryOfTask> unchanged(int[] seeds, int decisions) {
    return recoveries(number -> TaskStream.of(tasks.get(number), number, clean), seeds, decisions);
  }

  private Map<String, RecoveryOfTask> recoveries(
      Function<Integer, TaskStream> streams, int[] seeds, int decisions) {
    Map<String, RecoveryOfTask> recoveries = new LinkedHashMap<>();
    for (int number = 0; number < tasks.size(); number++) {
      TaskStream drifted = streams.apply(number);
      int task = number;
      List<Recovery> ofSeeds =
          Arrays.stream(seeds)
              .mapToObj(
                  seed -> recovery(drifted, new SplittableRandom(77L * task + seed), decisions))
              .toList();
      List<Double> precisions =
          ofSeeds.stream()
              .map(recovery -> recovery.after().precision())
              .flatMap(precision -> Stream.ofNullable(precision))
              .toList();
      recoveries.put(
          tasks.get(number).name(),
          new RecoveryOfTask(
              drifted.truth(),
              precisions.size() < seeds.length
                  ? null
                  : Double.valueOf(precisions.stream().mapToDouble(p -> p).min().orElse(0)),
              precisions.stream().mapToDouble(p -> p).average().orElse(0),
              ofSeeds.stream().mapToDouble(of -> of.after().acceptedShare()).average().orElse(0),
              precisions.stream().filter(p -> p < 0.88).count(),
              Deviation.of(
                  ofSeeds.stream()
                      .map(Recovery::estimateError)
                      .flatMap(error -> Stream.ofNullable(error))
                      .toList())));
    }
    return recoveries;
  }

  private static Recovery recovery(TaskStream drifted, SplittableRandom random, int decisions) {
    List<AuditedAnswer> sample = new ArrayList<>();
    for (int i = 0; i < decisions; i++) {
      sample.add(drifted.audited(drifted.draw(random), SECOND_SHARE));
    }
    Recalibration fit = Recalibration.of(drifted.task(), sample, TARGET);
    Double estimate = fit.before().precision();
    return new Recovery(
        drifted.under(fit.applyTo(drifted.task())).truth(),
        estimate == null ? null : Double.valueOf(estimate - drifted.truth().precision()));
  }

  /** Whether some task of the listing is not accepted, so that it is reviewed anyway. */
  private boolean isReviewed(Scored listing) {
    return IntStream.range(0, tasks.size())
        .anyMatch(
            number ->
                !new TaskStream(tasks.get(number), number, List.of(), -1, -1).isAccepted(listing));
  }

  /** Right ones among some. */
  private static final class Tally {
    private int count;
    private int right;

    void add(boolean isRight) {
      count++;
      right += isRight ? 1 : 0;
    }

    double share() {
      return (double) right / count;
    }
  }
}

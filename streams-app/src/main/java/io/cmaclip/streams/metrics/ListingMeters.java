package io.cmaclip.streams.metrics;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.decisions.DecisionResult;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.topology.ListingObserver;
import io.cmaclip.streams.unchanged.UnchangedResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Meters of listings and their outputs. For any thread.
 *
 * <p>Tag values are enum constants, and tasks and classes of bundles. After a hot swap both the old
 * and the new model version may answer listings, so series are never removed; the number of tasks
 * with series is limited.
 */
final class ListingMeters implements ListingObserver {
  private static final int MAX_TASKS = 64;
  private static final String NO_TASK = "";
  private static final double NANOS_PER_SECOND = 1e9;

  /** Bound for durations since times that producers set. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final MeterRegistry registry;
  private final int maxLabels;
  private final Consumer<Prediction> answers;
  private final Counter received;
  private final Counter labelled;
  private final Counter deleted;
  private final Counter ignored;
  private final Counter reviewItems;
  private final Map<ReviewCode, Counter> held;
  private final Map<UnchangedResult, Counter> unchanged;
  private final Map<DecisionResult, Counter> decisions;
  private final Map<DeadLetterReason, Counter> deadLetters;
  private final Map<ModalityStatus, Counter> images;
  private final Map<ModalityStatus, Counter> texts;
  private final Map<ReviewCode, Map<String, Counter>> reasons = new EnumMap<>(ReviewCode.class);
  private final Map<String, TaskMeters> tasks = new ConcurrentHashMap<>();
  private final DistributionSummary mismatch;
  private final DistributionSummary imageNoise;
  private final DistributionSummary textNoise;
  private final DistributionSummary sinceUpdate;
  private final DistributionSummary sinceArrival;
  private final DistributionSummary sinceReceipt;

  /**
   * @param answers called with every prediction
   */
  ListingMeters(MeterRegistry registry, int maxLabels, Consumer<Prediction> answers) {
    this.answers = answers;
    this.registry = registry;
    this.maxLabels = maxLabels;
    this.received = MeterTable.RECEIVED.counter(registry);
    this.labelled = MeterTable.LABELLED.counter(registry);
    this.deleted = MeterTable.DELETED.counter(registry);
    this.ignored = MeterTable.IGNORED.counter(registry);
    this.reviewItems = MeterTable.REVIEW_ITEMS.counter(registry);
    this.held =
        counters(
            ReviewCode.values(), code -> MeterTable.REVIEW_HELD.counter(registry, code.name()));
    this.unchanged =
        counters(
            UnchangedResult.values(),
            result -> MeterTable.UNCHANGED.counter(registry, result.tag()));
    this.decisions =
        counters(
            DecisionResult.values(),
            result -> MeterTable.DECISIONS.counter(registry, result.tag()));
    this.deadLetters =
        counters(
            DeadLetterReason.values(),
            reason -> MeterTable.DEAD_LETTERS.counter(registry, reason.name()));
    this.images =
        counters(
            ModalityStatus.values(),
            status -> MeterTable.MODALITIES.counter(registry, "image", status.name()));
    this.texts =
        counters(
            ModalityStatus.values(),
            status -> MeterTable.MODALITIES.counter(registry, "text", status.name()));
    for (ReviewCode code : ReviewCode.values()) {
      reasons.put(code, new ConcurrentHashMap<>());
      reason(code, NO_TASK);
    }
    this.mismatch = MeterTable.NOISE.histogram(registry, "mismatch");
    this.imageNoise = MeterTable.NOISE.histogram(registry, "image");
    this.textNoise = MeterTable.NOISE.histogram(registry, "text");
    this.sinceUpdate = MeterTable.LATENCY_UPDATED.histogram(registry);
    this.sinceArrival = MeterTable.LATENCY_ARRIVAL.histogram(registry);
    this.sinceReceipt = MeterTable.LATENCY_SERVICE.histogram(registry);
  }

  void serves(ServedModel model) {
    model
        .classes()
        .forEach(
            (task, classes) -> {
              if (tasks.size() < MAX_TASKS || tasks.containsKey(task)) {
                List<String> counted = classes.size() <= maxLabels ? classes : List.of();
                tasks.put(task, new TaskMeters(registry, task, counted));
              }
            });
  }

  @Override
  public void received() {
    received.increment();
  }

  @Override
  public void answered(
      Review review, ModalityStatus image, ModalityStatus text, Duration sinceItsUpdate) {
    labelled.increment();
    images.get(image).increment();
    texts.get(text).increment();
    sinceUpdate.record(seconds(sinceItsUpdate));
    if (review.isWanted()) {
      reviewItems.increment();
    }
    if (review.isHeld()) {
      review.reasons().stream()
          .map(ReviewReason::code)
          .distinct()
          .forEach(code -> held.get(code).increment());
    }
    for (ReviewReason reason : review.reasons()) {
      boolean ofTask = reason.task() != null && tasks.containsKey(reason.task());
      reason(reason.code(), ofTask ? reason.task() : NO_TASK).increment();
    }
    if (review.prediction() != null) {
      predicted(review.prediction());
    }
  }

  @Override
  public void unchanged(UnchangedResult result) {
    unchanged.get(result).increment();
  }

  @Override
  public void decided(DecisionResult result) {
    decisions.get(result).increment();
  }

  @Override
  public void deleted() {
    deleted.increment();
  }

  @Override
  public void ignored() {
    ignored.increment();
  }

  @Override
  public void deadLettered(DeadLetterReason reason) {
    deadLetters.get(reason).increment();
  }

  @Override
  public void forwarded(Duration sinceItsArrival, Duration sinceItsReceipt) {
    sinceArrival.record(seconds(sinceItsArrival));
    sinceReceipt.record(seconds(sinceItsReceipt));
  }

  private void predicted(Prediction prediction) {
    answers.accept(prediction);
    for (TaskPrediction answer : prediction.tasks()) {
      TaskMeters meters = tasks.get(answer.task());
      if (meters != null) {
        meters.answered(answer, prediction.state());
      }
    }
    NoiseScores noise = prediction.noise();
    mismatch.record(noise.mismatch());
    imageNoise.record(noise.image());
    textNoise.record(noise.text());
  }

  private Counter reason(ReviewCode code, String task) {
    return reasons
        .get(code)
        .computeIfAbsent(
            task, name -> MeterTable.REVIEW_REASONS.counter(registry, code.name(), name));
  }

  private static double seconds(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos() / NANOS_PER_SECOND;
  }

  private static <E extends Enum<E>> Map<E, Counter> counters(
      E[] values, Function<E, Counter> counter) {
    return Arrays.stream(values)
        .collect(Collectors.toUnmodifiableMap(Function.identity(), counter));
  }
}

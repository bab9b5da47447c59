package io.cmaclip.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.metrics.exact.ExactMeterRegistry;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.topology.ListingObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingMetersTest {
  private static final ModelIdentity IDENTITY = new ModelIdentity("m", "1", "f00d");
  private static final int MAX_LABELS = 5;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ServiceMeters meters =
      new ServiceMeters(registry, MAX_LABELS, DriftSettings.DEFAULT);
  private final ListingObserver listings = meters.listings();

  @Test
  void countsLabelsOnlyForTasksWithFewClasses() {
    meters.serves(
        new ServedModel(
            IDENTITY,
            Map.of(
                "colour", List.of("red", "blue"), "brand", List.of("a", "b", "c", "d", "e", "f")),
            null));
    listings.answered(
        answer(prediction(task("colour", "red", true, 0.7), task("brand", "a", false, 0.2))),
        ModalityStatus.USED,
        ModalityStatus.USED,
        Duration.ofSeconds(3));
    assertThat(registry.get("cmaclip.labels").counters())
        .allSatisfy(counter -> assertThat(counter.getId().getTag("task")).isEqualTo("colour"))
        .hasSize(2);
    assertThat(registry.get("cmaclip.labels").tag("label", "red").counter().count()).isEqualTo(1);
    assertThat(registry.get("cmaclip.answers").tags("task", "brand", "accepted", "false").counter())
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
    assertThat(registry.get("cmaclip.confidence").tag("task", "colour").summary().mean())
        .isEqualTo(0.7);
    assertThat(registry.get("cmaclip.latency.updated").summary().totalAmount()).isEqualTo(3);
  }

  @Test
  void countsAListingWithoutImageAndTitleAsLabelledButNotAsAnswered() {
    meters.serves(new ServedModel(IDENTITY, Map.of("colour", List.of("red")), null));
    listings.answered(
        answer(prediction(task("colour", "red", true, 0.7))),
        ModalityStatus.USED,
        ModalityStatus.MISSING,
        Duration.ZERO);
    listings.answered(
        new Review(null, List.of(), 0),
        ModalityStatus.MISSING,
        ModalityStatus.MISSING,
        Duration.ZERO);
    assertThat(registry.get("cmaclip.listings.labelled").counter().count()).isEqualTo(2);
    assertThat(
            registry.get("cmaclip.answers").counters().stream().mapToDouble(c -> c.count()).sum())
        .isEqualTo(1);
  }

  @Test
  void countsReviewReasonsByTask() {
    meters.serves(new ServedModel(IDENTITY, Map.of("colour", List.of("red")), null));
    listings.answered(
        new Review(
            null,
            List.of(
                new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", ""),
                new ReviewReason(ReviewCode.IMAGE_MISSING, null, "")),
            1),
        ModalityStatus.MISSING,
        ModalityStatus.MISSING,
        Duration.ZERO);
    assertThat(reasons("LOW_CONFIDENCE", "colour")).isEqualTo(1);
    assertThat(reasons("IMAGE_MISSING", "")).isEqualTo(1);
    assertThat(registry.get("cmaclip.review.items").counter().count()).isEqualTo(1);
  }

  @Test
  void aHostileStreamAddsNoSeriesAndNoInvalidSums() {
    PrometheusMeterRegistry scraped = new ExactMeterRegistry();
    ServiceMeters served = new ServiceMeters(scraped, MAX_LABELS, DriftSettings.DEFAULT);
    served.serves(new ServedModel(IDENTITY, Map.of("colour", List.of("red", "blue")), null));
    hostile(served.listings(), 0, 100);
    long series = series(scraped);
    hostile(served.listings(), 100, 5000);
    assertThat(series(scraped)).isEqualTo(series).isLessThan(400);
    assertThat(scraped.scrape()).doesNotContain("NaN", "Inf ", "foreign");
  }

  @Test
  void limitsTheTasksWithSeriesOverManySwaps() {
    for (int i = 0; i < 1000; i++) {
      meters.serves(
          new ServedModel(
              new ModelIdentity("m", "" + i, "f" + i),
              Map.of("task-" + i, List.of("a", "b")),
              null));
    }
    assertThat(registry.get("cmaclip.labels").counters()).hasSize(2 * 64);
    assertThat(registry.get("cmaclip.model").gauges()).hasSize(1);
  }

  private static void hostile(ListingObserver listings, int from, int to) {
    Random random = new Random(from);
    IntStream.range(from, to)
        .forEach(
            i -> {
              listings.received();
              Duration age =
                  Duration.between(
                      Instant.ofEpochMilli(i % 3 == 0 ? Long.MIN_VALUE : random.nextLong()),
                      Instant.now());
              listings.answered(
                  new Review(
                      prediction(
                          task("colour", "foreign-" + i, i % 2 == 0, random.nextDouble()),
                          task("foreign-task-" + i, "red", true, 0.5)),
                      List.of(
                          new ReviewReason(ReviewCode.LOW_CONFIDENCE, "foreign-" + i, "x"),
                          new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "x")),
                      1),
                  any(random, ModalityStatus.values()),
                  any(random, ModalityStatus.values()),
                  age);
              listings.deadLettered(any(random, DeadLetterReason.values()));
              listings.forwarded(age, Duration.ofMillis(1));
            });
  }

  private static <E> E any(Random random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  private static long series(PrometheusMeterRegistry registry) {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).count();
  }

  private double reasons(String reason, String task) {
    return registry
        .get("cmaclip.review.reasons")
        .tags("reason", reason, "task", task)
        .counter()
        .count();
  }

  private static Review answer(Prediction prediction) {
    return new Review(prediction, List.of(), 0);
  }

  private static Prediction prediction(TaskPrediction... tasks) {
    return new Prediction(ModalityState.BOTH, List.of(tasks), NoiseScores.NONE);
  }

  private static TaskPrediction task(String task, String label, boolean accepted, double sure) {
    return new TaskPrediction(task, label, sure, accepted, 0.5, 0.5, List.of(), null, null);
  }
}

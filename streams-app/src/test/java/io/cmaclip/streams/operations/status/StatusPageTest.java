package io.cmaclip.streams.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.Screens;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.metrics.exact.ExactMeterRegistry;
import io.cmaclip.streams.models.ModelStatus;
import io.cmaclip.streams.models.SwapResult;
import io.cmaclip.streams.operations.status.StatusReading.Flow;
import io.cmaclip.streams.operations.status.StatusReading.Reason;
import io.cmaclip.streams.operations.status.StatusReading.Waiting;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.service.HealthReport;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPageTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final HealthReport HEALTHY = HealthReport.of("kafka", true, "runs");
  private static final ModelIdentity MODEL = new ModelIdentity("m", "7", "0123456789abcdef");
  private static final ServedModel SERVED =
      new ServedModel(MODEL, Map.of("colour", List.of("red", "blue")), null);

  private final ExactMeterRegistry registry = new ExactMeterRegistry();
  private final ServiceMeters meters = new ServiceMeters(registry, 50, DriftSettings.DEFAULT);
  private final StatusSamples samples = new StatusSamples();
  private final StatusPage page = new StatusPage(samples, DriftSettings.DEFAULT);

  @Test
  void ratesPercentilesAndMeansCoverTheTimeBetweenTwoReadings() {
    meters.serves(SERVED);
    received(1000, Duration.ofHours(2));
    meters.inferences().inferred(1000, Duration.ofSeconds(20).toNanos());
    read(0);
    received(50, Duration.ofMillis(300));
    meters.inferences().inferred(20, Duration.ofMillis(40).toNanos());
    meters.inferences().inferred(30, Duration.ofMillis(60).toNanos());
    MeterTable.IN_FLIGHT_LISTINGS.gauge(registry, this, me -> 12);
    read(5);
    assertThat(html(healthy()))
        .contains("in <b>10</b>", "labelled <b>0</b>", "dead-lettered <b>0</b>")
        .contains("p50 <b>300 ms</b>", "p95 <b>480 ms</b>")
        .contains("<b>Listings in an inference call</b> <span class=\"key first\">mean <b>25</b>")
        .contains("<b>Time of an inference call</b> <span class=\"key first\">mean <b>50 ms</b>")
        .contains("in flight <b>12</b>", "queued <b>–</b>")
        .doesNotContain("NaN");
  }

  @Test
  void aTaskShowsSharesAndMeansOfTheLastMinutes() {
    meters.serves(SERVED);
    answered(100, false, 0.1, 0.1);
    read(0);
    received(1, Duration.ZERO);
    answered(3, true, 0.9, 0.75);
    answered(1, false, 0.3, 0.75);
    read(65);
    assertThat(html(healthy()))
        .contains("<tr><td>colour</td>")
        .contains(cell("answers since the start", "104") + cell("last 1 min 5 s", "4"))
        .contains(cell("accepted", "75.0%") + cell("mean confidence", "0.75"))
        .contains(cell("mean weight of the image", "0.75"))
        .contains("not watched");
  }

  @Test
  void reasonsAndDeadLettersAreSortedByCount() {
    meters.serves(SERVED);
    review(ReviewCode.NOISY_IMAGE, null);
    read(0);
    received(1, Duration.ZERO);
    review(ReviewCode.LOW_CONFIDENCE, "colour");
    review(ReviewCode.LOW_CONFIDENCE, "colour");
    meters.listings().deadLettered(DeadLetterReason.UNDECODABLE);
    read(5);
    assertThat(html(healthy()))
        .contains(row("LOW_CONFIDENCE (colour)", "2", "2") + row("NOISY_IMAGE", "1", "0"))
        .contains(row("UNDECODABLE", "1", "1"));
  }

  @Test
  void driftAlarmsAndOpenCircuitBreakersAreHighlighted() {
    meters.serves(SERVED);
    received(1, Duration.ZERO);
    read(0);
    drift("confidence", 0.1);
    drift("label", Double.NaN);
    assertThat(after(5)).contains("0.10 confidence <span class=\"soft\">alarm above 0.25</span>");
    drift("image_weight", 0.31);
    circuitBreaker("img.example", "open", 1);
    circuitBreaker("img.example", "closed", 0);
    circuitBreaker("cdn.example", "closed", 1);
    MeterTable.IMAGE_HOSTS.gauge(registry, this, me -> 2, "open");
    MeterTable.IMAGE_HOSTS.gauge(registry, this, me -> 7, "closed");
    assertThat(after(10))
        .contains("<b class=\"alarm\">0.31 image weight, above 0.25</b>")
        .contains("Open circuit breakers: 2; by host: img.example (open).")
        .doesNotContain("cdn.example", "NaN");
  }

  @Test
  void theHeadlineShowsConditionAndChecks() {
    HealthReport unhealthy = HealthReport.of("predictor", false, "the self-test fails");
    assertThat(html(state(false, HEALTHY, HEALTHY)))
        .contains("<title>Ready – shop</title>", "<h1>Ready</h1>", "✓ <b>kafka</b> runs")
        .contains("<dt>model</dt><dd>m 7</dd>", "<dd>0123456789ab</dd>", "<dd>cpu</dd>")
        .contains("<dd>2026-01-02 03:04:05 UTC, 3 h 12 min</dd>");
    assertThat(html(state(false, HEALTHY, unhealthy)))
        .contains("<h1>Not ready</h1>", "✗ <b>predictor</b> the self-test fails");
    assertThat(html(state(false, unhealthy, HEALTHY)))
        .contains("<h1>Not live</h1>", "✗ <b>predictor</b> the self-test fails");
    assertThat(html(state(true, HEALTHY, unhealthy))).contains("<h1>Starting</h1>");
  }

  @Test
  void aFailedSwapAndTheShadowModelAreShown() {
    MeterTable.SHADOW.counter(registry, "answered").increment(5);
    MeterTable.SHADOW.counter(registry, "dropped").increment(2);
    read(0);
    assertThat(html(healthy()))
        .contains("Shadow model: 5 listings classified, 2 dropped, 0 failed.")
        .contains(
            "Bundle beef was rolled back at 2026-01-02 03:04:05 UTC; the model above continues to"
                + " serve: no");
  }

  @Test
  void thePageStatesThatNoListingHasArrived() {
    ServiceState starting =
        new ServiceState(
            true,
            HEALTHY,
            HealthReport.of("start", false, "the service is starting"),
            null,
            null,
            Map.of(),
            START,
            START);
    for (String empty : List.of(html(starting), after(0), after(5))) {
      assertThat(empty)
          .contains("No listing has arrived since the start.", "href=\"/metrics\"")
          .doesNotContain("<svg", "<table", "NaN", "null");
    }
    received(1, Duration.ZERO);
    assertThat(after(10)).contains("<svg", "<table").doesNotContain("NaN", "null");
  }

  @Test
  void thePageFitsPhoneAndDesktop(@TempDir Path folder) throws IOException {
    Screens.assertFits(outside("text-without-a-blank-".repeat(8)), folder);
    meters.serves(SERVED);
    read(0);
    received(50, Duration.ofMillis(300));
    answered(100, true, 0.9, 0.7);
    review(ReviewCode.LOW_CONFIDENCE, "colour");
    meters.listings().deadLettered(DeadLetterReason.UNDECODABLE);
    drift("confidence", 0.3);
    Screens.assertFits(after(5), Files.createDirectory(folder.resolve("full")));
  }

  @Test
  void externalTextIsEscaped() {
    String hostile = "<script>alert(\"x\")</script><img src='x' onerror=alert(1)>&";
    String escaped =
        "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
            + "&lt;img src=&#39;x&#39; onerror=alert(1)&gt;&amp;";
    String harmless = "harmless";
    String shown = outside(harmless);
    assertThat(Pattern.compile(harmless).matcher(shown).results().count()).isEqualTo(15);
    assertThat(outside(hostile)).isEqualTo(shown.replace(harmless, escaped));
  }

  /** A page with this text in each place of external text. */
  private static String outside(String text) {
    StatusSamples samples = new StatusSamples();
    samples.add(
        new StatusReading(
            0,
            new Flow(1, 1, 1, 1),
            Buckets.NONE,
            new Waiting(0, 0, 1),
            Total.NONE,
            Total.NONE,
            Map.of(text, TaskTotals.NONE),
            Map.of(new Reason(text, text), 1.0),
            Map.of(text, 1.0),
            Map.of(text, Map.of(text, 0.5)),
            Map.of(text, text),
            Map.of()));
    HealthReport check = HealthReport.of(text, false, text);
    return new StatusPage(samples, DriftSettings.DEFAULT)
        .html(
            new ServiceState(
                false,
                HEALTHY,
                check,
                new ServedModel(new ModelIdentity(text, text, "f"), Map.of(), null),
                new ModelStatus(
                    MODEL,
                    START,
                    List.of(),
                    0,
                    new ModelStatus.Failure("f", SwapResult.REFUSED, text, START)),
                Map.of("device", text, "guarantee", text, "applicationId", text),
                START,
                START));
  }

  private static ServiceState healthy() {
    return state(false, HEALTHY, HEALTHY);
  }

  private static ServiceState state(boolean starting, HealthReport live, HealthReport ready) {
    return new ServiceState(
        starting,
        live,
        ready,
        SERVED,
        new ModelStatus(
            MODEL,
            START,
            List.of(),
            0,
            new ModelStatus.Failure("beef", SwapResult.ROLLED_BACK, "no", START)),
        Map.of("device", "cpu", "applicationId", "shop"),
        START,
        START.plus(Duration.ofMinutes(192)));
  }

  private String after(int seconds) {
    read(seconds);
    return html(healthy());
  }

  private String html(ServiceState state) {
    return page.html(state);
  }

  private void read(int seconds) {
    samples.add(StatusReader.read(registry, TimeUnit.SECONDS.toNanos(seconds)));
  }

  private void received(int listings, Duration latency) {
    for (int i = 0; i < listings; i++) {
      meters.listings().received();
      meters.listings().forwarded(latency, latency);
    }
  }

  private void answered(int listings, boolean accepted, double confidence, double imageWeight) {
    TaskPrediction answer =
        new TaskPrediction(
            "colour",
            "red",
            confidence,
            accepted,
            imageWeight,
            1 - imageWeight,
            List.of(),
            null,
            null);
    Prediction prediction = new Prediction(ModalityState.BOTH, List.of(answer), NoiseScores.NONE);
    for (int i = 0; i < listings; i++) {
      answered(new Review(prediction, List.of(), 0));
    }
  }

  private void review(ReviewCode code, String task) {
    answered(new Review(null, List.of(new ReviewReason(code, task, "")), 1));
  }

  private void answered(Review review) {
    meters.listings().answered(review, ModalityStatus.USED, ModalityStatus.USED, Duration.ZERO);
  }

  private void drift(String measure, double index) {
    MeterTable.DRIFT.gauge(registry, this, me -> index, "colour", measure);
  }

  private void circuitBreaker(String host, String state, int value) {
    Gauge.builder("resilience4j.circuitbreaker.state", () -> value)
        .tags("name", host, "state", state)
        .register(registry);
  }

  private static String cell(String column, String value) {
    return "<td data-column=\"%s\"><span>%s</span></td>".formatted(column, value);
  }

  private static String row(String... cells) {
    return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>";
  }
}

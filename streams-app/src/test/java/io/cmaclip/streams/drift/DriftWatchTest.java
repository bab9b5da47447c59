package io.cmaclip.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.profile.ValidationProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DriftWatchTest {
  private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "f00d");
  private static final int WINDOW = 1000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(DriftWatch.class);
  private final DriftWatch watch = watch(Map.of());

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void raisesNoAlarmForUsualAnswers() {
    watch.serves(MODEL, profile());
    assertThat(index("confidence")).isNaN();
    usual(WINDOW - 1);
    assertThat(index("confidence")).isNaN();
    usual(1);
    assertThat(index("confidence")).isBetween(0.0, 0.02);
    assertThat(index("image_weight")).isBetween(0.0, 0.02);
    assertThat(index("label")).isBetween(0.0, 0.02);
    assertThat(log.list).isEmpty();
  }

  @Test
  void raisesAndClearsAnAlarmOnceAndNamesTheLargestChanges() {
    watch.serves(MODEL, profile());
    answers(3 * WINDOW, i -> answer("red", confidence(i), 0.5));
    assertThat(index("label")).isGreaterThan(0.25);
    assertThat(index("confidence")).isLessThan(0.25);
    assertThat(warnings())
        .filteredOn(line -> line.startsWith("drift of colour, label: index "))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("over 1000 answers is above 0.25; largest changes: ")
                    .contains("red (99.9%, usually 50.0%)", "blue (0.0%, usually 50.0%)"));
    usual(2 * WINDOW);
    assertThat(index("label")).isLessThan(0.25);
    assertThat(lines(Level.INFO))
        .filteredOn(line -> line.startsWith("drift of colour, label: "))
        .singleElement()
        .satisfies(line -> assertThat(line).endsWith("is no longer above 0.25"));
    answers(WINDOW, i -> answer("red", confidence(i), 0.5));
    assertThat(warnings()).filteredOn(line -> line.contains("colour, label")).hasSize(2);
  }

  @Test
  void comparesAnOldWindowOnceItHasTheMinimum() {
    watch.serves(MODEL, profile());
    usual(100);
    nanos.addAndGet(LONGEST.toNanos());
    usual(149);
    assertThat(index("label")).isNaN();
    usual(1);
    assertThat(index("label")).isNotNaN();
  }

  @Test
  void countsImageWeightOnlyWithBothModalities() {
    watch.serves(MODEL, profile());
    answers(WINDOW, i -> state(ModalityState.TEXT_ONLY, "red", 0.5, 0));
    assertThat(index("label")).isNotNaN();
    assertThat(index("image_weight")).isNaN();
  }

  @Test
  void usesTheThresholdOfTheTask() {
    DriftWatch patient = watch(Map.of("colour", 9.0));
    patient.serves(MODEL, profile());
    IntStream.range(0, WINDOW).forEach(i -> patient.answered(answer("red", 0.5, 0.5)));
    assertThat(index("label")).isBetween(1.0, 9.0);
    assertThat(warnings()).isEmpty();
    assertThatThrownBy(() -> settings(Map.of("colr", 1.0)).check(List.of("colour", "style")))
        .isInstanceOf(UserException.class)
        .hasMessage("drift.alarm.colr: the bundle has no such task; it has [colour, style]");
  }

  @Test
  void isOffWithoutAProfileAndLogsItOnce() {
    watch.serves(MODEL, null);
    usual(2 * WINDOW);
    assertThat(registry.find("cmaclip.drift").gauges()).isEmpty();
    assertThat(lines(Level.INFO))
        .containsExactly(
            "drift detection is off: m 1 has no validation profile (./cmaclip profile adds one)");
  }

  @Test
  void startsNewWindowsForAnotherModel() {
    watch.serves(MODEL, profile());
    usual(WINDOW);
    watch.serves(MODEL, renamed("size"));
    assertThat(registry.find("cmaclip.drift").gauges())
        .hasSize(3)
        .allSatisfy(
            gauge -> {
              assertThat(gauge.getId().getTag("task")).isEqualTo("size");
              assertThat(gauge.value()).isNaN();
            });
    usual(WINDOW);
    assertThat(registry.get("cmaclip.drift").gauges())
        .allSatisfy(gauge -> assertThat(gauge.value()).isNaN());
  }

  @Test
  void warnsOfAProfileWithTooFewListings() {
    watch.serves(
        MODEL,
        ValidationProfile.of(
            "few", IntStream.range(0, 30).mapToObj(DriftWatchTest::usualAnswer).toList()));
    assertThat(warnings())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("drift of colour, confidence: a window of 250 answers may reach ")
                    .contains(" by chance, above the alarm threshold 0.25."));
  }

  @Test
  void countsEveryAnswerOfConcurrentThreads() throws Exception {
    watch.serves(MODEL, profile());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done =
          Stream.<Future<?>>generate(
                  () ->
                      threads.submit(
                          () ->
                              IntStream.range(0, 250).forEach(i -> watch.answered(usualAnswer(i)))))
              .limit(4)
              .toList();
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(index("label")).as("exactly one window was filled").isNotNaN();
  }

  private DriftWatch watch(Map<String, Double> alarms) {
    return new DriftWatch(settings(alarms), registry, nanos::get);
  }

  private static DriftSettings settings(Map<String, Double> alarms) {
    return new DriftSettings(WINDOW, 250, LONGEST, 0.25, alarms);
  }

  private static ValidationProfile profile() {
    return ValidationProfile.of(
        "here", IntStream.range(0, 4000).mapToObj(DriftWatchTest::usualAnswer).toList());
  }

  private static ValidationProfile renamed(String task) {
    return ValidationProfile.of(
        "here",
        IntStream.range(0, 4000)
            .mapToObj(i -> state(task, ModalityState.BOTH, "red", confidence(i), 0.5))
            .toList());
  }

  private void usual(int count) {
    answers(count, DriftWatchTest::usualAnswer);
  }

  private void answers(int count, IntFunction<Prediction> answer) {
    IntStream.range(0, count).mapToObj(answer).forEach(watch::answered);
  }

  private static Prediction usualAnswer(int i) {
    return answer(i % 2 == 0 ? "red" : "blue", confidence(i), 0.3 + confidence(i) / 2);
  }

  /** Uniform over 0 to 1. */
  private static double confidence(int i) {
    return i * 37 % 100 / 100.0;
  }

  private static Prediction answer(String label, double confidence, double imageWeight) {
    return state(ModalityState.BOTH, label, confidence, imageWeight);
  }

  private static Prediction state(
      ModalityState state, String label, double confidence, double imageWeight) {
    return state("colour", state, label, confidence, imageWeight);
  }

  private static Prediction state(
      String task, ModalityState state, String label, double confidence, double imageWeight) {
    return new Prediction(
        state,
        List.of(
            new TaskPrediction(
                task,
                label,
                confidence,
                true,
                imageWeight,
                1 - imageWeight,
                List.of(),
                null,
                null)),
        NoiseScores.NONE);
  }

  private double index(String measure) {
    return registry.get("cmaclip.drift").tags("task", "colour", "measure", measure).gauge().value();
  }

  private List<String> warnings() {
    return lines(Level.WARN);
  }

  private List<String> lines(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}

package io.cmaclip.lab.chaos;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.service.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disturbed part of a run: inputs step by step, a fault in each. Used once, by one thread. */
final class Attack {
  private static final Logger LOG = LoggerFactory.getLogger(Attack.class);

  /** Longest time without any answer; no fault takes nearly as long to heal. */
  private static final Duration HEALING = Duration.ofMinutes(4);

  private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

  /** A fault, and when it will have healed. */
  private record Struck(FaultKind kind, Blow blow, CompletableFuture<Long> healed) {}

  private final ChaosSettings settings;
  private final List<Input> inputs;
  private final long firstTime;
  private final Pressure pressure;
  private final List<Struck> struck = new ArrayList<>();
  private long startNanos;
  private int endedByThemselves;
  private long revivals;

  /**
   * @param firstTime timestamp of the first input, in ms since 1970
   */
  Attack(ChaosSettings settings, List<Input> inputs, long firstTime) {
    this.settings = settings;
    this.inputs = inputs;
    this.firstTime = firstTime;
    this.pressure = new Pressure(settings.failing());
  }

  /** Inflicts every fault of the plan; returns all that a reader of committed records saw. */
  List<Sighting> run(
      Brokers brokers,
      RegistryServer registry,
      ServiceLauncher launcher,
      DeadLetterTopic deadLetter,
      int partitions)
      throws InterruptedException {
    try (Fleet fleet = new Fleet(launcher::launch, settings.instances());
        ProgressBar bar = ProgressBar.start("chaos", "listings", inputs.size());
        Sender sender =
            new Sender(inputs, launcher.topics().listings(), brokers.bootstrap(), firstTime);
        OutputReader reader =
            new OutputReader(brokers.bootstrap(), launcher.topics(), partitions, bar::step)) {
      fleet.start();
      if (!fleet.awaitReady()) {
        throw new UserException("the services do not become ready; see " + settings.folder());
      }
      startNanos = System.nanoTime();
      Stage stage =
          new Stage(
              fleet,
              brokers,
              registry,
              deadLetter,
              inputs,
              sender,
              reader,
              pressure,
              new Random(settings.seed()),
              0,
              0);
      inflictAll(stage, bar);
      sender.release(inputs.size());
      await(inputs.size(), stage);
      endedByThemselves = fleet.endedByThemselves();
      fleet.terminate();
      List<Sighting> seen = reader.readToTheEnd(HEALING);
      revivals = ServiceLogs.revivals(fleet.all());
      return seen;
    }
  }

  /** What it came to; after {@link #run}. */
  ChaosReport report(Verdict verdict, List<Sighting> seen, double seconds) {
    List<TimelineEntry> timeline = struck.stream().map(this::entry).toList();
    List<TimelineEntry> kills =
        timeline.stream().filter(entry -> entry.fault().equals(FaultKind.KILL.title())).toList();
    int committedPast = struck.stream().mapToInt(one -> one.blow().violations()).sum();
    boolean kept =
        settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
            ? verdict.isExactlyOnce() && committedPast == 0
            : verdict.isAtLeastOnce();
    return new ChaosReport(
        settings.seed(),
        settings.guarantee().kafkaName(),
        settings.brokers(),
        settings.instances(),
        kills.size(),
        (int) kills.stream().filter(kill -> kill.inFlight() > 0).count(),
        inputs.size(),
        count(seen, OutputKind.ATTRIBUTES),
        count(seen, OutputKind.REVIEW),
        count(seen, OutputKind.DEAD_LETTER),
        verdict.lost(),
        verdict.duplicated(),
        verdict.outOfOrder(),
        verdict.overtakenTombstones(),
        verdict.stale(),
        verdict.different(),
        verdict.borderline(),
        committedPast,
        revivals,
        endedByThemselves,
        ChaosReport.Spread.of(
            timeline.stream()
                .map(TimelineEntry::recoverySeconds)
                .filter(recovery -> recovery != null)
                .toList()),
        inputsByKind(),
        timeline,
        verdict.examples(),
        seconds,
        kept);
  }

  private void inflictAll(Stage first, ProgressBar bar) throws InterruptedException {
    List<FaultPlan.Step> plan = FaultPlan.of(settings.seed(), settings.kills(), settings.kinds());
    Stage stage = first;
    for (int i = 0; i < plan.size(); i++) {
      FaultPlan.Step step = plan.get(i);
      bar.note(step.kind().title());
      int quota = (int) ((long) inputs.size() * (i + 1) / (plan.size() + 1));
      stage = stage.upTo(quota);
      Blow blow = Faults.inflict(step.kind(), stage);
      Struck fault = new Struck(step.kind(), blow, stage.reader().whenAnswered(blow.sent()));
      struck.add(fault);
      LOG.info(
          "fault {} of {}: {}, {}, in flight: {}{}",
          i + 1,
          plan.size(),
          step.kind().description(),
          blow.target(),
          blow.inFlight(),
          blow.note().isEmpty() ? "" : ", " + blow.note());
      if (step.overlapping()) {
        Thread.sleep(BEFORE_NEXT.toMillis());
      } else {
        await(quota, stage);
        stage.fleet().awaitReady();
      }
    }
    bar.note("to the end");
  }

  /** Whoever waits in vain goes on all the same: the verdict will say what is missing. */
  private static void await(int count, Stage stage) throws InterruptedException {
    if (!stage.reader().awaitAnswered(count, HEALING, stage.fleet()::check)) {
      LOG.warn("no answer for {} min, though listings wait", HEALING.toMinutes());
    }
    stage.sender().check();
  }

  private TimelineEntry entry(Struck fault) {
    Blow blow = fault.blow();
    Long healed = fault.healed().getNow(null);
    return new TimelineEntry(
        (blow.nanos() - startNanos) / 1e9,
        fault.kind().title(),
        blow.target(),
        blow.inFlight(),
        healed == null ? null : (healed - blow.nanos()) / 1e9,
        blow.note());
  }

  private Map<String, Integer> inputsByKind() {
    Map<String, Integer> kinds = new TreeMap<>();
    inputs.forEach(input -> kinds.merge(input.kind().name(), 1, Integer::sum));
    return kinds;
  }

  private static long count(List<Sighting> seen, OutputKind output) {
    return seen.stream().filter(sighting -> sighting.output() == output).count();
  }
}

package io.cmaclip.lab.chaos;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.service.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run with faults: sends the inputs in steps, with a fault per step. Single use, one thread.
 */
final class FaultRun {
  private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);

  /** Longest time without an output; much longer than the recovery from any fault. */
  private static final Duration HEALING = Duration.ofMinutes(4);

  private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

  /** A fault and the future time of recovery. */
  private record ActiveFault(
      FaultKind kind, InjectedFault injected, CompletableFuture<Long> healed) {}

  private final ChaosSettings settings;
  private final List<Input> inputs;
  private final long firstTime;
  private final FaultTimings timings;
  private final List<ActiveFault> activeFaults = new ArrayList<>();
  private long startNanos;
  private int endedByThemselves;
  private long revivals;

  /** {@code firstTime} is the timestamp of the first input, in ms since the epoch. */
  FaultRun(ChaosSettings settings, List<Input> inputs, long firstTime) {
    this.settings = settings;
    this.inputs = inputs;
    this.firstTime = firstTime;
    this.timings = new FaultTimings(settings.failing());
  }

  /** Injects every planned fault; returns all committed outputs. */
  List<OutputRecord> run(
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
            new OutputReader(
                brokers.bootstrap(),
                launcher.topics(),
                partitions,
                Input.silent(inputs),
                bar::step)) {
      fleet.start();
      if (!fleet.awaitReady()) {
        throw new UserException("the services did not become ready; see " + settings.folder());
      }
      startNanos = System.nanoTime();
      FaultContext context =
          new FaultContext(
              fleet,
              brokers,
              registry,
              deadLetter,
              inputs,
              sender,
              reader,
              timings,
              new Random(settings.seed()),
              0,
              0);
      injectAll(context, bar);
      sender.release(inputs.size());
      await(inputs.size(), context);
      endedByThemselves = fleet.endedByThemselves();
      fleet.terminate();
      List<OutputRecord> seen = reader.readToTheEnd(HEALING);
      revivals = ServiceLogs.revivals(fleet.all());
      return seen;
    }
  }

  /** The report, after {@link #run}. */
  ChaosReport report(Verdict verdict, List<OutputRecord> seen, double seconds) {
    List<TimelineEntry> timeline = activeFaults.stream().map(this::entry).toList();
    List<TimelineEntry> kills =
        timeline.stream().filter(entry -> entry.fault().equals(FaultKind.KILL.title())).toList();
    int committedPast = activeFaults.stream().mapToInt(one -> one.injected().violations()).sum();
    boolean kept =
        settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
            ? verdict.isExactlyOnce() && committedPast == 0
            : verdict.isAtLeastOnce();
    return new ChaosReport(
        settings.seed(),
        settings.guarantee().kafkaName(),
        settings.unchanged().name().toLowerCase(Locale.ROOT),
        settings.brokers(),
        settings.instances(),
        kills.size(),
        (int) kills.stream().filter(kill -> kill.inFlight() > 0).count(),
        inputs.size(),
        Input.silent(inputs).cardinality(),
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

  private void injectAll(FaultContext first, ProgressBar bar) throws InterruptedException {
    List<FaultPlan.Step> plan = FaultPlan.of(settings.seed(), settings.kills(), settings.kinds());
    FaultContext context = first;
    for (int i = 0; i < plan.size(); i++) {
      FaultPlan.Step step = plan.get(i);
      bar.note(step.kind().title());
      int quota = (int) ((long) inputs.size() * (i + 1) / (plan.size() + 1));
      context = context.upTo(quota);
      InjectedFault injected = Faults.inject(step.kind(), context);
      ActiveFault fault =
          new ActiveFault(step.kind(), injected, context.reader().whenAnswered(injected.sent()));
      activeFaults.add(fault);
      LOG.info(
          "fault {} of {}: {}, {}, in flight: {}{}",
          i + 1,
          plan.size(),
          step.kind().description(),
          injected.target(),
          injected.inFlight(),
          injected.note().isEmpty() ? "" : ", " + injected.note());
      if (step.overlapping()) {
        Thread.sleep(BEFORE_NEXT.toMillis());
      } else {
        await(quota, context);
        context.fleet().awaitReady();
      }
    }
    bar.note("draining");
  }

  /** Continues after a timeout, because the verdict reports missing outputs. */
  private static void await(int count, FaultContext context) throws InterruptedException {
    if (!context.reader().awaitAnswered(count, HEALING, context.fleet()::check)) {
      LOG.warn("no output for {} min although listings are pending", HEALING.toMinutes());
    }
    context.sender().check();
  }

  private TimelineEntry entry(ActiveFault fault) {
    InjectedFault injected = fault.injected();
    Long healed = fault.healed().getNow(null);
    return new TimelineEntry(
        (injected.nanos() - startNanos) / 1e9,
        fault.kind().title(),
        injected.target(),
        injected.inFlight(),
        healed == null ? null : (healed - injected.nanos()) / 1e9,
        injected.note());
  }

  private Map<String, Integer> inputsByKind() {
    Map<String, Integer> kinds = new TreeMap<>();
    inputs.forEach(input -> kinds.merge(input.kind().name(), 1, Integer::sum));
    return kinds;
  }

  private static long count(List<OutputRecord> seen, OutputKind kind) {
    return seen.stream().filter(output -> output.kind() == kind).count();
  }
}

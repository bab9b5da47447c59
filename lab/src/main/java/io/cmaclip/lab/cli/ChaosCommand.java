package io.cmaclip.lab.cli;

import com.sun.management.OperatingSystemMXBean;
import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.chaos.Chaos;
import io.cmaclip.lab.chaos.ChaosReport;
import io.cmaclip.lab.chaos.ChaosSettings;
import io.cmaclip.lab.chaos.DecisionChaos;
import io.cmaclip.lab.chaos.DecisionChaosReport;
import io.cmaclip.lab.chaos.WorkFolder;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.KafkaLogs;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip chaos}. */
@Command(
    name = "chaos",
    description = {
      "Tests the delivery guarantee by injecting faults, and counts lost and duplicated outputs.",
      "Brokers, schema registry and services run in separate processes on 127.0.0.1. A reference"
          + " run without faults and a run with faults process the same listings; their committed"
          + " outputs are compared. Every kill targets a service with listings in flight. Recovery"
          + " is the time from a fault until every earlier listing is answered.",
      "Exit status 1 if the run violates the guarantee."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(30);
  private static final int LEAST_LISTINGS = 100;

  /** Total memory in bytes from which the default is three brokers. */
  private static final long MEMORY_FOR_THREE_BROKERS = 8L << 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Number of kills (SIGKILL), each after a fault of another kind (${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--listings",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Records to send, including tombstones and invalid records (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2",
      description = "Concurrent services, at least 2 (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Determines listings and faults, but not their timing (default: random).")
  private Long seed;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      defaultValue = "exactly_once_v2",
      description =
          "exactly_once_v2, or at_least_once, which allows duplicates (${DEFAULT-VALUE}).")
  private String guarantee;

  @Option(
      names = "--unchanged",
      paramLabel = "MODE",
      defaultValue = "classify",
      description =
          "What services do with unchanged listings: classify, repeat or skip (${DEFAULT-VALUE}).")
  private String unchanged;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      description =
          "Other faults than kills, comma-separated: terminate, freeze, rescale, stall, fail, late,"
              + " broker-restart, broker-kill, brokers-away, registry-away, dead-letters-refused;"
              + " or none (default: all).")
  private List<String> faults = List.of();

  @Option(
      names = "--failing",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "Duration of predictor failures (${DEFAULT-VALUE}).")
  private int failing;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "Broker processes, 1 or 3 (default: 3 with at least 8 GB of memory).")
  private Integer brokers;

  @Option(
      names = "--decisions",
      description =
          "Kills services while events and decisions of reviewers about the same listings arrive;"
              + " without other faults and without a reference run.")
  private boolean decisions;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One setting of the services, for example precision=int8. May be repeated. Not those that"
              + " the run itself sets.")
  private List<String> assignments = List.of();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder of data and logs (default: temporary, kept after a failure).")
  private Path folder;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--kills", kills, 1);
    OptionLimits.requireAtLeast("--listings", count, LEAST_LISTINGS);
    OptionLimits.requireAtLeast("--instances", instances, 2);
    OptionLimits.requireAtLeast("--failing", failing, 1);
    if (decisions
        && (unchanged() == UnchangedMode.SKIP || guarantee() == Guarantee.AT_LEAST_ONCE)) {
      throw new UsageException(
          "--decisions: not with --unchanged skip, whose events have no output, or with --guarantee"
              + " at_least_once");
    }
    int nodes = brokers();
    KafkaLogs.onlyErrors();
    Bundle bundle = bundleOption.open();
    Run run;
    try (EndSignal end = EndSignal.listen(CLOSING);
        WorkFolder work = WorkFolder.open(folder)) {
      end.interruptOnSignal(Thread.currentThread());
      ChaosSettings settings =
          new ChaosSettings(
              kills,
              count,
              instances,
              nodes,
              seed == null ? new Random().nextInt(1_000_000) : seed,
              guarantee(),
              unchanged(),
              ConfigSource.assignments(assignments).values(),
              faults,
              Duration.ofSeconds(failing),
              bundleOption.path(),
              work.path());
      settings.check();
      boolean kept = false;
      try {
        run = decisions ? decisions(settings, bundle) : faults(settings, bundle);
        kept = run.kept();
      } finally {
        if (!kept && !end.isGiven()) {
          work.keep();
          spec.commandLine().getErr().println("data and logs are kept in " + work.path());
        }
      }
    } catch (InterruptedException e) {
      throw new UserException("stopped before the run was complete", e);
    }
    run.print().accept(output.text());
    output.end(run.report());
    return run.kept() ? 0 : 1;
  }

  /** A finished run. */
  private record Run(Object report, boolean kept, Consumer<PrintWriter> print) {}

  private static Run faults(ChaosSettings settings, Bundle bundle)
      throws InterruptedException, IOException {
    ChaosReport report = new Chaos(settings, bundle, rows()).run();
    return new Run(report, report.kept(), out -> ChaosScreen.print(out, report));
  }

  private static Run decisions(ChaosSettings settings, Bundle bundle)
      throws InterruptedException, IOException {
    DecisionChaosReport report = new DecisionChaos(settings, bundle, rows()).run();
    return new Run(report, report.kept(), out -> ChaosScreen.print(out, report));
  }

  private static List<Listing> rows() throws IOException {
    return ShippedListings.all().stream().filter(listing -> !listing.title().isBlank()).toList();
  }

  private int brokers() {
    if (brokers != null) {
      if (brokers != 1 && brokers != 3) {
        throw new UsageException("--brokers " + brokers + ": must be 1 or 3");
      }
      return brokers;
    }
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getTotalMemorySize() >= MEMORY_FOR_THREE_BROKERS ? 3 : 1;
  }

  private Guarantee guarantee() {
    try {
      return Guarantee.of(guarantee);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private UnchangedMode unchanged() {
    UnchangedMode mode;
    try {
      mode = UnchangedMode.valueOf(unchanged.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--unchanged " + unchanged + ": must be classify, repeat or skip");
    }
    if (mode == UnchangedMode.SKIP && guarantee() == Guarantee.AT_LEAST_ONCE) {
      throw new UsageException("--unchanged skip: not with --guarantee at_least_once");
    }
    return mode;
  }
}

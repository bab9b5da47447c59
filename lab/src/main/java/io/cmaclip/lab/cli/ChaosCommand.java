package io.cmaclip.lab.cli;

import com.sun.management.OperatingSystemMXBean;
import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.lab.chaos.Chaos;
import io.cmaclip.lab.chaos.ChaosReport;
import io.cmaclip.lab.chaos.ChaosSettings;
import io.cmaclip.lab.chaos.WorkFolder;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.KafkaLogs;
import io.cmaclip.streams.service.Guarantee;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The promise, attacked. */
@Command(
    name = "chaos",
    description = {
      "Kills, stalls and cuts off services, and counts what is lost or doubled.",
      "Brokers, schema registry and services run in processes of their own, on 127.0.0.1 only, and"
          + " are gone in the end. The same listings are answered twice, first undisturbed, then"
          + " with faults; what a reader of committed records saw is compared. Every kill hits a"
          + " service that has listings in flight. Recovery: from the fault until everything sent"
          + " before it is answered.",
      "Exit status 1 when something that the guarantee promises was not kept."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(30);
  private static final String SHIPPED_BUNDLE = "bundles/garments";
  private static final int LEAST_LISTINGS = 100;

  /** Memory from which three brokers and the services are no burden, in bytes. */
  private static final long ROOM_FOR_THREE_BROKERS = 8L << 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Services killed with -9, each after a fault of another kind (${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--listings",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Records sent, deletions and faulty ones among them (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2",
      description = "Services at a time, at least 2 (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Fixes listings and faults; the moments differ (default: a new one).")
  private Long seed;

  @Option(
      names = "--guarantee",
      paramLabel = "NAME",
      defaultValue = "exactly_once_v2",
      description =
          "exactly_once_v2 or at_least_once, which may repeat but not lose (${DEFAULT-VALUE}).")
  private String guarantee;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      description =
          "Only these besides kills, comma separated: terminate, freeze, rescale, stall, fail, late,"
              + " broker-restart, broker-kill, brokers-away, registry-away, dead-letters-refused;"
              + " or none (default: all, in turn).")
  private List<String> faults = List.of();

  @Option(
      names = "--failing",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long a predictor throws (${DEFAULT-VALUE}).")
  private int failing;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "1 or 3 broker processes (default: 3 where there are 8 GB of memory).")
  private Integer brokers;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Folder of the model bundle (default: " + SHIPPED_BUNDLE + " of the project).")
  private Path bundleFolder;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Keeps data and logs there; without it they stay only when something is wrong.")
  private Path folder;

  @Option(names = "--json", description = "Print the report as one JSON object in the end.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    requireAtLeast("--kills", kills, 1);
    requireAtLeast("--listings", count, LEAST_LISTINGS);
    requireAtLeast("--instances", instances, 2);
    requireAtLeast("--failing", failing, 1);
    int nodes = brokers();
    KafkaLogs.onlyErrors();
    Path bundlePath =
        bundleFolder == null ? ProjectHome.resolve(SHIPPED_BUNDLE) : bundleFolder.toAbsolutePath();
    Bundle bundle = Bundle.open(bundlePath);
    ChaosReport report;
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
              faults,
              Duration.ofSeconds(failing),
              bundlePath,
              work.path());
      settings.requireKnownFaults();
      boolean kept = false;
      try {
        report = new Chaos(settings, bundle, rows()).run();
        kept = report.kept();
      } finally {
        if (!kept && !end.isGiven()) {
          work.keep();
          spec.commandLine().getErr().println("data and logs are kept in " + work.path());
        }
      }
    } catch (InterruptedException e) {
      throw new UserException("ended before the run was complete", e);
    }
    PrintWriter out = spec.commandLine().getOut();
    ChaosScreen.print(out, report);
    if (json) {
      JsonOutput.print(out, report);
    }
    return report.kept() ? 0 : 1;
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
    return system.getTotalMemorySize() >= ROOM_FOR_THREE_BROKERS ? 3 : 1;
  }

  private Guarantee guarantee() {
    try {
      return Guarantee.of(guarantee);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException(option + " " + value + ": must be at least " + least);
    }
  }
}

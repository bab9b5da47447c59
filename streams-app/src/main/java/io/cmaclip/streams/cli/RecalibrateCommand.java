package io.cmaclip.streams.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.Calibrations;
import io.cmaclip.model.calibration.PrecisionEstimate;
import io.cmaclip.model.calibration.Recalibration;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.feedback.BundleRecalibration;
import io.cmaclip.streams.feedback.EventTopic;
import io.cmaclip.streams.feedback.TaskReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip recalibrate}. */
@Command(
    name = "recalibrate",
    description = {
      "Fits temperatures and accept thresholds of a bundle to what reviewers decided about the"
          + " audit sample, and stores them in the bundle as a new calibration.",
      "",
      "A service with bundle.watch uses it without a restart. The weights stay; the version ends"
          + " in +calibration.N, and the fingerprint changes. Reads the review topic and"
          + " topics.decisions, in nested Avro."
    })
final class RecalibrateCommand implements Callable<Integer> {
  @Option(names = "--bundle", paramLabel = "DIR", description = "Folder of the bundle (bundle).")
  private Path folder;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Use at most the latest N audited decisions of each task, at least 100: fewer follow a"
              + " drift sooner, more are more exact. Default: ${DEFAULT-VALUE}.")
  private int last;

  @Option(
      names = "--accept-precision",
      paramLabel = "P",
      defaultValue = "0.9",
      description = "Precision of accepted labels, above 0 and below 1. Default: ${DEFAULT-VALUE}.")
  private double target;

  @Option(names = "--dry-run", description = "Only report; the bundle stays as it is.")
  private boolean dryRun;

  @Option(
      names = "--rollback",
      description = "Return to the calibration before the one in force. Needs no Kafka.")
  private boolean rollback;

  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;
  @Mixin private ResultOutput output;

  /**
   * Output of {@code --json}.
   *
   * @param auditedItems review items in the audit sample, decided or not
   * @param bundle afterwards
   * @param former version before
   */
  record Result(long auditedItems, Map<String, TaskReport> tasks, Stored bundle, String former) {}

  /**
   * The bundle afterwards.
   *
   * @param calibration number of the calibration in force; 0 = as trained
   */
  record Stored(String folder, int calibration, String version, String fingerprint) {
    static Stored of(Bundle bundle) {
      return new Stored(
          bundle.folder().toString(),
          Calibrations.number(bundle),
          bundle.manifest().version(),
          bundle.fingerprint());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (last < 100) {
      throw new UsageException("--last = " + last + ": must be at least 100");
    }
    if (!(target > 0 && target < 1)) {
      throw new UsageException("--accept-precision = " + target + ": must be above 0 and below 1");
    }
    Map<String, String> flags = cluster.flags();
    if (folder != null) {
      flags.put(ServiceKeys.BUNDLE.name(), folder.toString());
    }
    ServiceConfig config = configOptions.read(flags);
    Bundle bundle = Bundle.open(config.require(ServiceKeys.BUNDLE));
    String former = bundle.manifest().version();
    if (rollback) {
      report(new Result(0, Map.of(), Stored.of(Calibrations.rollback(bundle)), former));
      return 0;
    }
    BundleRecalibration recalibration = new BundleRecalibration(bundle, last, target);
    read(config, recalibration);
    Map<String, TaskReport> reports = recalibration.fit();
    boolean isChanged =
        reports.values().stream().anyMatch(of -> !of.recalibration().changes().isEmpty());
    Bundle after =
        dryRun || !isChanged
            ? bundle
            : Calibrations.apply(bundle, recalibration.tasks(reports), Instant.now());
    report(new Result(recalibration.auditedItems(), reports, Stored.of(after), former));
    return 0;
  }

  private static void read(ServiceConfig config, BundleRecalibration recalibration) {
    String decisions = config.require(ReviewKeys.DECISIONS_TOPIC);
    String review = new ServiceSettingsReader(config).topicNames().review();
    Connections.cluster(config).close();
    try (EventSerdes serdes = Connections.registry(config)) {
      new EventTopic<>(review, serdes.serde(ReviewItem.class).deserializer())
          .read(config.consumerProperties(), Map.of(), recalibration::add);
      new EventTopic<>(decisions, serdes.serde(ReviewDecision.class).deserializer())
          .read(config.consumerProperties(), Map.of(), recalibration::add);
    }
  }

  private void report(Result result) {
    PrintWriter print = output.text();
    result.tasks().forEach((task, report) -> print(print, task, report));
    if (!rollback && result.tasks().isEmpty()) {
      print.printf(
          "%,d listings in the audit sample, none decided; set review.audit-share%n",
          result.auditedItems());
    }
    print.printf(
        "%s: version %s, was %s; fingerprint %s%s%n",
        result.bundle().folder(),
        result.bundle().version(),
        result.former(),
        result.bundle().fingerprint().substring(0, 12),
        dryRun ? " (dry run)" : "");
    output.end(result);
  }

  private static void print(PrintWriter print, String task, TaskReport report) {
    Recalibration fit = report.recalibration();
    print.printf(
        Locale.ROOT,
        "%s: %,d audited; precision of accepted %s, naive %s; with the new calibration %s%n",
        task,
        fit.answers(),
        shown(fit.before()),
        report.naive() == null ? "-" : String.format(Locale.ROOT, "%.3f", report.naive()),
        shown(fit.after()));
    fit.changes()
        .forEach(
            (state, change) ->
                print.printf(
                    Locale.ROOT,
                    "  %s: temperature x %.3f, accept threshold %s, accepted share %.3f%n",
                    state,
                    change.temperatureFactor(),
                    change.acceptThreshold() == null
                        ? "none"
                        : String.format(Locale.ROOT, "%.3f", change.acceptThreshold()),
                    change.acceptedShare()));
    if (report.beforeDrift() > 0) {
      print.printf(
          Locale.ROOT,
          "  %,d older ones, from before a drift, do not count%n",
          report.beforeDrift());
    }
    if (!fit.refused().isEmpty()) {
      print.println("  never accepted: " + String.join(", ", fit.refused()));
    }
    if (fit.changes().isEmpty()) {
      print.println("  unchanged: fewer than 100 audited answers in each state");
    }
  }

  private static String shown(PrecisionEstimate estimate) {
    return estimate.precision() == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.3f [%.3f, %.3f]",
            estimate.precision(),
            estimate.low(),
            estimate.high());
  }
}

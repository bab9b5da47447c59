package io.cmaclip.streams.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.UnchangedKeys;
import io.cmaclip.streams.reclassify.Reclassification;
import io.cmaclip.streams.reclassify.ReclassifyReport;
import io.cmaclip.streams.reclassify.ReclassifyRequest;
import io.cmaclip.streams.reclassify.Selection;
import io.cmaclip.streams.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip reclassify}. */
@Command(
    name = "reclassify",
    description = {
      "Sends answered listings to topics.reclassify, so that a running service answers them again"
          + " at low priority: new listings go first.",
      "Reads the attributes topic and the listings topic. With --where, a stopped run continues"
          + " where it was: listings that were answered meanwhile are no longer selected."
    })
final class ReclassifyCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(30);
  private static final String OTHER_MODEL = "model != ";
  private static final String HELD = "review = held";
  private static final String CURRENT = "CURRENT";

  /** Exactly one selection. */
  private static final class Selected {
    @Option(
        names = "--where",
        paramLabel = "CONDITION",
        description =
            "\"model != CURRENT\" (the model of the bundle) or \"model != FINGERPRINT\":"
                + " answers of other models. \"review = held\": listings that review.budget did"
                + " not admit to review; those with the highest priority are admitted now.")
    private String where;

    @ArgGroup(exclusive = false)
    private LowConfidence lowConfidence;

    @Option(
        names = "--keys",
        paramLabel = "FILE",
        description = "Listings with these keys, one per line, UTF-8.")
    private Path keys;
  }

  private static final class LowConfidence {
    @Option(
        names = "--task",
        required = true,
        paramLabel = "NAME",
        description = "With --below: answers with a lower confidence in this task, or without it.")
    private String task;

    @Option(
        names = "--below",
        required = true,
        paramLabel = "P",
        description = "Confidence, 0 to 1.")
    private double below;
  }

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Selected selected;

  @Option(names = "--bundle", paramLabel = "DIR", description = "Folder of the current bundle.")
  private Path bundle;

  @Option(names = "--rate", paramLabel = "N", description = "Rate limit in listings per second.")
  private Double rate;

  @Option(
      names = "--review",
      description =
          "Send the listings to review once they are answered (reason REQUESTED), also those that"
              + " a reviewer has decided.")
  private boolean review;

  @Option(names = "--dry-run", description = "Only count the listings.")
  private boolean dryRun;

  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  @Option(names = "--json", description = "Print the counts as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = cluster.flags();
    if (bundle != null) {
      flags.put(ServiceKeys.BUNDLE.name(), bundle.toString());
    }
    ServiceConfig config = configOptions.read(flags);
    OutputKeys.requireNestedAvro(config);
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    ReclassifyRequest request =
        new ReclassifyRequest(
            reader.topicNames(),
            config.require(UnchangedKeys.RECLASSIFY_TOPIC),
            selection(config),
            perSecond(),
            review,
            dryRun);
    ReclassifyReport report;
    try (EndSignal end = EndSignal.listen(CLOSING);
        EventSerdes serdes = Connections.registry(config)) {
      if (!dryRun) {
        try (Admin admin = Connections.cluster(config)) {
          new TopicSetup(admin, reader.topicNames(), reader.topics())
              .prepareReclassify(request.topic());
        }
      }
      try (Bar bar = new Bar()) {
        report =
            new Reclassification(
                    request,
                    serdes.serde(ListingAttributes.class).deserializer(),
                    config.consumerProperties(),
                    config.producerProperties(),
                    end::isGiven)
                .run(bar);
      } catch (KafkaException e) {
        throw new UserException(e.getMessage(), e);
      }
    }
    print(report);
    return report.isComplete() ? 0 : 1;
  }

  private Selection selection(ServiceConfig config) {
    if (selected.keys != null) {
      return keys(selected.keys);
    }
    if (selected.lowConfidence != null) {
      double below = selected.lowConfidence.below;
      if (!(below >= 0 && below <= 1)) {
        throw new UsageException("--below " + below + ": must be between 0 and 1");
      }
      return new Selection.LowConfidence(selected.lowConfidence.task, below);
    }
    String where = selected.where.strip();
    if (where.equals(HELD)) {
      return new Selection.Held();
    }
    String model = where.startsWith(OTHER_MODEL) ? where.substring(OTHER_MODEL.length()) : "";
    if (model.isBlank()) {
      throw new UsageException(
          "--where \""
              + where
              + "\": must be \"model != CURRENT\", \"model != FINGERPRINT\" or \"review = held\"");
    }
    return new Selection.OtherModel(
        model.strip().equals(CURRENT)
            ? Bundle.open(config.require(ServiceKeys.BUNDLE)).fingerprint()
            : model.strip());
  }

  private static Selection keys(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new Selection.Keys(
          lines
              .filter(line -> !line.isEmpty())
              .map(line -> ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)))
              .collect(Collectors.toSet()));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new UsageException("--keys " + file + ": cannot be read: " + e.getMessage());
    }
  }

  private double perSecond() {
    if (rate != null && !(rate > 0)) {
      throw new UsageException("--rate " + rate + ": must be above 0 (listings per second)");
    }
    return rate == null ? Double.POSITIVE_INFINITY : rate;
  }

  private void print(ReclassifyReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(out, report);
      return;
    }
    out.println("answered: " + report.answered());
    out.println("selected: " + report.selected());
    out.println("no longer in the listings topic: " + report.missing());
    out.println(dryRun ? "sent: none (dry run)" : "sent: " + report.sent());
    out.flush();
  }

  /** The progress bar, which starts when the number of listings is known. */
  private static final class Bar implements Reclassification.Progress, AutoCloseable {
    private ProgressBar bar;

    @Override
    public void found(long listings) {
      bar = ProgressBar.start("reclassify", "listings", listings);
    }

    @Override
    public void sent(long listings) {
      bar.step(listings);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}

package io.cmaclip.streams.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.feedback.DecidedListings;
import io.cmaclip.streams.feedback.EventTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip collect}. */
@Command(
    name = "collect",
    description = {
      "Writes the listings that reviewers have decided as a data set, for train, evaluate,"
          + " label-errors and promote.",
      "",
      "Reads the review topic and topics.decisions, in nested Avro. The columns are the tasks, the"
          + " labels those of the reviewers. offsets.json in the data set holds the offsets up to"
          + " which the topics were read; with --until, the same records give the same data set."
    })
final class CollectCommand implements Callable<Integer> {
  private static final String OFFSETS = "offsets.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path out;

  @Option(
      names = "--audited",
      description =
          "Only listings of the audit sample, which are as the stream is; the other reviewed ones"
              + " are the doubtful ones.")
  private boolean audited;

  @Option(
      names = "--without-audit",
      description =
          "Only listings outside the audit sample: to train on, if promote compares on the audit"
              + " sample.")
  private boolean withoutAudit;

  @Option(
      names = "--until",
      paramLabel = "FILE",
      description = "Read only up to the offsets of this offsets.json.")
  private Path until;

  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;
  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new UsageException("--out = " + out + ": must be an empty or new folder");
        }
      }
    }
    if (audited && withoutAudit) {
      throw new UsageException("--audited and --without-audit exclude each other");
    }
    ServiceConfig config = configOptions.read(cluster.flags());
    String decisions = config.require(ReviewKeys.DECISIONS_TOPIC);
    String review = new ServiceSettingsReader(config).topicNames().review();
    Map<String, Long> ends = until == null ? Map.of() : offsets(until);
    Files.createDirectories(out);
    DecidedListings listings = new DecidedListings(out, this::isWanted);
    Map<String, Long> read = new TreeMap<>();
    Connections.cluster(config).close();
    try (EventSerdes serdes = Connections.registry(config)) {
      read.putAll(
          new EventTopic<>(decisions, serdes.serde(ReviewDecision.class).deserializer())
              .read(config.consumerProperties(), ends, listings::add));
      read.putAll(
          new EventTopic<>(review, serdes.serde(ReviewItem.class).deserializer())
              .read(config.consumerProperties(), ends, listings::add));
    }
    DecidedListings.Written written = listings.finish();
    Files.writeString(out.resolve(OFFSETS), JSON.writeValueAsString(read) + "\n");
    output
        .text()
        .printf(
            "%,d decided listings in %s, %,d without an image; SHA-256 %s%n",
            written.rows(), out, written.withoutImage(), written.hash());
    output.end(written);
    return 0;
  }

  private boolean isWanted(ReviewItem item) {
    boolean isAudited = item.getSamplingProbability() != null;
    return isAudited ? !withoutAudit : !audited;
  }

  private static Map<String, Long> offsets(Path file) {
    try {
      return JSON.readValue(file.toFile(), new TypeReference<Map<String, Long>>() {});
    } catch (IOException e) {
      throw new UserException("--until = " + file + ": " + e.getMessage(), e);
    }
  }
}

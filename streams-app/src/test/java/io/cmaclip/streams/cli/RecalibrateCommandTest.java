package io.cmaclip.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.Calibrations;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.schemas.serde.EventSerdes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code recalibrate} and {@code collect} on topics with 300 audited and 100 doubtful listings. */
@Timeout(120)
class RecalibrateCommandTest {
  private static final String REVIEW = "listing-review";
  private static final String DECISIONS = "review-decisions";
  private static final int AUDITED = 300;
  private static final int DOUBTFUL = 100;

  @TempDir private static Path shared;
  private static LocalCluster cluster;
  private static Bundle asTrained;

  @TempDir private Path temp;
  private Path bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void fill() throws Exception {
    asTrained = TinyBundle.write(shared.resolve("tiny"));
    cluster = LocalCluster.start();
    Map<String, String> settings = cluster.settings();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", settings.get("kafka.bootstrap.servers")))) {
      admin
          .createTopics(
              List.of(new NewTopic(REVIEW, 2, (short) 1), new NewTopic(DECISIONS, 2, (short) 1)))
          .all()
          .get();
    }
    try (EventSerdes serdes =
            EventSerdes.create(Map.of("schema.registry.url", settings.get("schema.registry.url")));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.get("kafka.bootstrap.servers")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (int i = 0; i < AUDITED + DOUBTFUL; i++) {
        boolean isAudited = i < AUDITED;
        // All answers are "red" with confidence 0.8; 95% of the audited ones are right, and half
        // of the doubtful ones.
        boolean isRight = isAudited ? i % 20 != 0 : i % 2 == 0;
        byte[] key = ("k" + i).getBytes(StandardCharsets.UTF_8);
        byte[] item =
            serdes
                .serde(ReviewItem.class)
                .serializer()
                .serialize(REVIEW, item(i, isAudited ? 0.1 : null));
        producer.send(new ProducerRecord<>(REVIEW, key, item)).get();
        List<ReviewDecision> decisions = new ArrayList<>();
        if (i % 10 == 0) {
          decisions.add(decision(i, "slip-" + i, DecisionKind.LABEL, "blue", null));
          decisions.add(decision(i, "undo-" + i, DecisionKind.UNDO, "", "slip-" + i));
        }
        decisions.add(decision(i, "d" + i, DecisionKind.LABEL, isRight ? "red" : "green", null));
        if (i == 10) {
          ReviewDecision fit = decision(i, "fit", DecisionKind.NOT_APPLICABLE, "", null);
          fit.setTask("fit");
          decisions.add(fit);
        }
        for (ReviewDecision decision : decisions) {
          byte[] value =
              serdes.serde(ReviewDecision.class).serializer().serialize(DECISIONS, decision);
          producer.send(new ProducerRecord<>(DECISIONS, key, value)).get();
        }
      }
    }
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void copy() throws Exception {
    bundle = TinyBundle.write(temp.resolve("tiny")).folder();
    assertThat(Bundle.open(bundle).fingerprint()).isEqualTo(asTrained.fingerprint());
  }

  @Test
  void estimatesFromTheAuditSampleAndStoresACalibration() throws Exception {
    JsonNode result = run("--json");
    JsonNode colour = result.path("tasks").path("colour");
    assertThat(result.path("auditedItems").asInt()).isEqualTo(AUDITED);
    assertThat(colour.path("recalibration").path("before").path("precision").asDouble())
        .isCloseTo(0.95, within(1e-9));
    assertThat(colour.path("naive").asDouble()).isCloseTo(0.8375, within(1e-9));
    Bundle after = Bundle.open(bundle);
    assertThat(after.manifest().version())
        .isEqualTo("1+calibration.1")
        .isEqualTo(result.path("bundle").path("version").asText());
    OperatingPoint point = task(after).operatingPoint(ModalityState.BOTH);
    // The model is right more often than it says, so its confidence rises to about 0.95.
    assertThat(point.temperature())
        .isLessThan(task(asTrained).operatingPoint(ModalityState.BOTH).temperature());
    assertThat(point.acceptThreshold()).isCloseTo(0.95, within(0.02));
    assertThat(after.manifest().tasks().get(1)).isEqualTo(asTrained.manifest().tasks().get(1));
  }

  @Test
  void aRecalibrationFromTheSameAnswersChangesNothingMore() throws Exception {
    run("--json");
    OperatingPoint first = task(Bundle.open(bundle)).operatingPoint(ModalityState.BOTH);
    run("--json");
    Bundle second = Bundle.open(bundle);
    assertThat(Calibrations.number(second)).isEqualTo(2);
    assertThat(task(second).operatingPoint(ModalityState.BOTH).temperature())
        .isCloseTo(first.temperature(), within(1e-3));
  }

  @Test
  void aDryRunLeavesTheBundleAndARollbackReturnsToIt() throws Exception {
    run("--dry-run", "--json");
    assertThat(Bundle.open(bundle).fingerprint()).isEqualTo(asTrained.fingerprint());
    run("--json");
    assertThat(Bundle.open(bundle).fingerprint()).isNotEqualTo(asTrained.fingerprint());
    JsonNode back = run("--rollback", "--json");
    assertThat(back.path("former").asText()).isEqualTo("1+calibration.1");
    assertThat(Bundle.open(bundle).fingerprint()).isEqualTo(asTrained.fingerprint());
  }

  @Test
  void answersOfAnotherModelDoNotCount() throws Exception {
    Bundle other =
        Calibrations.apply(
            Bundle.open(bundle), Bundle.open(bundle).manifest().tasks(), Instant.EPOCH);
    Files.delete(other.folder().resolve("calibration-0.json"));
    JsonNode result = run("--json");
    assertThat(result.path("tasks")).isEmpty();
    assertThat(Bundle.open(bundle).fingerprint()).isEqualTo(other.fingerprint());
  }

  @Test
  void collectWritesTheDecidedListingsAndTheSameOffsetsGiveTheSameDataSet() throws Exception {
    JsonNode all = collect("all", "--json");
    assertThat(all.path("rows").asInt()).isEqualTo(AUDITED + DOUBTFUL);
    assertThat(all.path("withoutImage").asInt()).isEqualTo(AUDITED + DOUBTFUL - 1);
    try (ListingFolder folder = ListingFolder.open(temp.resolve("all"), (String) null);
        Stream<Listing> listings = folder.listings()) {
      Map<String, Listing> byId =
          listings.collect(Collectors.toMap(Listing::id, listing -> listing));
      assertThat(byId.get("k0").fields()).isEqualTo(Map.of("colour", "green"));
      assertThat(byId.get("k10").fields())
          .isEqualTo(Map.of("colour", "red", "not_applicable", "fit"));
      assertThat(byId.get("k0").title()).isEqualTo("title 0");
      assertThat(byId.get("k0").image()).containsExactly(1, 2, 3);
    }
    JsonNode again =
        collect("again", "--until", temp.resolve("all/offsets.json").toString(), "--json");
    assertThat(again.path("hash")).isEqualTo(all.path("hash"));
    assertThat(collect("audited", "--audited", "--json").path("rows").asInt()).isEqualTo(AUDITED);
    assertThat(collect("others", "--without-audit", "--json").path("rows").asInt())
        .isEqualTo(DOUBTFUL);
    assertThat(status(new CollectCommand(), List.of("--out", temp.resolve("all").toString())))
        .isEqualTo(2);
    assertThat(err.toString()).contains("must be an empty or new folder");
  }

  private JsonNode collect(String folder, String... options) throws Exception {
    out.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("--out", temp.resolve(folder).toString()));
    arguments.addAll(List.of(options));
    assertThat(status(new CollectCommand(), arguments)).as(err::toString).isZero();
    List<String> lines = out.toString().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void refusesWrongOptions() {
    assertThat(status("--last", "99")).isEqualTo(2);
    assertThat(err.toString()).contains("--last = 99: must be at least 100");
    assertThat(status("--accept-precision", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--accept-precision = 1.0: must be above 0 and below 1");
  }

  private JsonNode run(String... options) throws Exception {
    out.getBuffer().setLength(0);
    assertThat(status(options)).as(err::toString).isZero();
    List<String> lines = out.toString().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private int status(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--bundle", bundle.toString()));
    arguments.addAll(List.of(options));
    return status(new RecalibrateCommand(), arguments);
  }

  private int status(Callable<Integer> command, List<String> options) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          err.append(failure.toString());
          return failure instanceof UsageException ? 2 : 1;
        });
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap",
                cluster.settings().get("kafka.bootstrap.servers"),
                "--registry",
                cluster.settings().get("schema.registry.url"),
                "--set",
                "topics.decisions=" + DECISIONS));
    arguments.addAll(options);
    return line.execute(arguments.toArray(String[]::new));
  }

  private static BundleTask task(Bundle of) {
    return of.manifest().tasks().get(0);
  }

  private static ReviewItem item(int i, Double samplingProbability) {
    TaskAttribute colour =
        new TaskAttribute(
            "colour",
            "red",
            0.8,
            true,
            0.5,
            0.5,
            List.of(new AlternativeLabel("green", 0.15), new AlternativeLabel("blue", 0.05)),
            LabelSource.MODEL,
            null);
    return ReviewItem.newBuilder()
        .setListing(
            ProductListing.newBuilder()
                .setListingId("k" + i)
                .setTitle("title " + i)
                .setImages(
                    i == 0
                        ? List.of(
                            new ListingImage(null, ByteBuffer.wrap(new byte[] {1, 2, 3}), null))
                        : List.of())
                .build())
        .setAttributes(
            new ListingAttributes(
                "k" + i,
                Instant.EPOCH,
                List.of(colour),
                new Modalities(ModalityUse.USED, ModalityUse.USED, 0),
                new ListingNoise(0.0, 0.0, 0.0),
                new ModelStamp("tiny", "1", asTrained.fingerprint()),
                Instant.EPOCH,
                "hash" + i,
                false))
        .setSamplingProbability(samplingProbability)
        .build();
  }

  private static ReviewDecision decision(
      int i, String id, DecisionKind kind, String label, String undoes) {
    return ReviewDecision.newBuilder()
        .setListingId("k" + i)
        .setTask("colour")
        .setLabel(label)
        .setKind(kind)
        .setDecisionId(id)
        .setUndoes(undoes)
        .setDecidedAt(Instant.ofEpochSecond(i))
        .setContentHash("hash" + i)
        .build();
  }
}

package io.cmaclip.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.cli.Terminal;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.review.Review;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static final int FAULTY = 5;

  private final StringWriter screen = new StringWriter();

  @Test
  void answersEveryListingOnceAndWritesTheAnswers(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("answers.jsonl");
    DemoResult result;
    Set<String> ids = new HashSet<>();
    try (ShippedListings shipped = ShippedListings.unpack();
        ListingFolder listings =
            ListingFolder.open(shipped.path(), ListingFolder.DEFAULT_METADATA)) {
      try (Stream<Listing> all = listings.listings().limit(60)) {
        all.forEach(listing -> ids.add(listing.id()));
      }
      result =
          demo(
              new DemoPlan(true, true, false, Double.POSITIVE_INFINITY, out),
              () -> listings.listings().limit(60),
              new AtomicBoolean());
    }
    assertThat(result.listings()).isEqualTo(60 + FAULTY);
    assertThat(result.labelled()).isEqualTo(60);
    assertThat(result.deadLetter()).isEqualTo(FAULTY);
    assertThat(result.review()).isPositive();
    assertThat(result.isExactlyOnce()).isTrue();

    ObjectMapper json = new ObjectMapper();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(60 + FAULTY);
    Set<String> written = new HashSet<>();
    for (String line : lines) {
      JsonNode answer = json.readTree(line);
      written.add(answer.get("id").asText());
      assertThat(answer.has("tasks") || answer.has("deadLetter")).isTrue();
    }
    assertThat(written).containsAll(ids).hasSize(60 + FAULTY);
    assertThat(screen.toString())
        .contains("dead letter  UNDECODABLE", "dead letter  KEY_MISSING")
        .contains("dead letter  KEY_MISMATCH", "Each was answered exactly once.")
        .doesNotContain("\033");
  }

  @Test
  void repeatsTheListingsUntilStopped() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    List<Listing> two =
        List.of(
            new Listing("a", "Red dress", null, null, Map.of()),
            new Listing("b", "Blue dress", null, null, Map.of()));
    int[] rounds = new int[1];
    DemoResult result =
        demo(
            new DemoPlan(false, false, false, 200, null),
            () -> {
              stopped.set(++rounds[0] > 3);
              return two.stream();
            },
            stopped);
    assertThat(result.listings()).isGreaterThanOrEqualTo(6);
    assertThat(result.duplicated()).isZero();
  }

  @Test
  void reviewedListingsWaitInTheConsole() throws Exception {
    DemoResult result =
        demo(
            new DemoPlan(true, false, true, Double.POSITIVE_INFINITY, null),
            () ->
                Stream.of("Red dress", "Blue dress", "doubtful dress")
                    .map(
                        title -> new Listing(title.replace(' ', '-'), title, null, null, Map.of())),
            new AtomicBoolean());

    assertThat(result.review()).isPositive();
    assertThat(result.isExactlyOnce()).isTrue();
    assertThat(screen.toString())
        .containsPattern("Review console: http://127\\.0\\.0\\.1:\\d+/#token=\\S+")
        .contains(result.review() + " listings wait for review");
  }

  private DemoResult demo(DemoPlan plan, Supplier<Stream<Listing>> listings, AtomicBoolean stopped)
      throws Exception {
    try (LocalCluster cluster = LocalCluster.start()) {
      ServiceConfig config =
          ServiceConfig.of(
              List.of(
                  ConfigSource.assignments(
                      List.of("topics.partitions=2", "topics.decisions=review-decisions")),
                  ConfigSource.flags(cluster.settings())));
      return new Demo(
              config,
              plan,
              new PrintWriter(screen),
              new Terminal(false, false, 100, false),
              stopped::get)
          .run(model(), listings);
    }
  }

  private static ServingModel model() {
    return new ServingModel(
        List.of(new FakePredictor()),
        (title, images) ->
            new Prepared(
                title.isBlank() ? null : new PreparedListing(null, title.chars().toArray()),
                images.isEmpty() ? ModalityStatus.MISSING : ModalityStatus.UNREADABLE,
                title.isBlank() ? ModalityStatus.MISSING : ModalityStatus.USED,
                Prepared.NO_IMAGE,
                null),
        10_000,
        (prediction, image, text, declared) ->
            prediction == null || image == ModalityStatus.MISSING
                ? new Review(
                    prediction,
                    List.of(new ReviewReason(ReviewCode.IMAGE_MISSING, null, "none given")),
                    0.5)
                : new Review(prediction, List.of(), 0));
  }
}

package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.declared;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedResult;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings from the input topic of low priority. */
@Timeout(60)
class ReclassifiedListingsTest {
  private static final String TOPIC = "listings-reclassify";

  @TempDir Path folder;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    topology =
        new TopologyHarness(
            folder,
            ImageSource.none(),
            new UnchangedSettings(UnchangedMode.REPEAT, Duration.ofDays(1), 8L << 20, TOPIC));
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void aListingIsAnsweredAgainByANewModel() throws Exception {
    topology.send(listing("7", "red")); // offset 0
    topology.attributes(1);
    topology.swapTo("cafe");
    topology.sendAgain(TOPIC, listing("7", "red"), 0);
    var answer = topology.attributesEvent(topology.attributes(1).get(0));
    assertThat(answer.getModel().getFingerprint()).isEqualTo("cafe");
    assertThat(topology.results)
        .containsExactly(UnchangedResult.CLASSIFIED, UnchangedResult.CLASSIFIED);
    topology.nothingElse();
  }

  @Test
  void anOldListingDoesNotReplaceTheAnswerToANewerOne() {
    topology.send(listing("7", "red")); // offset 0
    topology.send(listing("7", "blue")); // offset 1
    topology.attributes(2);
    topology.sendAgain(TOPIC, listing("7", "red"), 0);
    topology.pass(() -> topology.results.size() == 3);
    assertThat(topology.results.get(2)).isEqualTo(UnchangedResult.SUPERSEDED);
    topology.nothingElse();
  }

  @Test
  void aDeletedListingStaysDeleted() {
    topology.send(listing("7", "red")); // offset 0
    topology.send(utf8("7"), null); // offset 1
    topology.attributes(2);
    topology.sendAgain(TOPIC, listing("7", "red"), 0);
    topology.pass(() -> topology.results.contains(UnchangedResult.SUPERSEDED));
    topology.nothingElse();
    topology.send(listing("7", "red"));
    assertThat(topology.attributes(1)).hasSize(1);
    topology.nothingElse();
  }

  @Test
  void aListingThatTheStoreDoesNotKnowIsClassified() {
    topology.sendAgain(TOPIC, listing("8", "green"), 5);
    assertThat(topology.attributes(1)).hasSize(1);
    topology.nothingElse();
  }

  @Test
  void aListingThatTheReviewBudgetHeldMayBeAdmittedLater() throws Exception {
    topology.close();
    Map<String, String> wanted = Map.of("review", "yes", "worth", "3");
    AtomicReference<Instant> now = new AtomicReference<>(TopologyHarness.NOW);
    topology =
        new TopologyHarness(
            folder,
            new UnchangedSettings(UnchangedMode.SKIP, Duration.ofDays(1), 8L << 20, TOPIC),
            new ReviewBudget(10, Map.of()),
            now::get);
    topology.send(declared(listing("7", "red"), wanted)); // offset 0
    assertThat(topology.attributesEvent(topology.attributes(1).get(0)).getReviewHeld()).isTrue();
    topology.nothingElse();
    now.set(TopologyHarness.NOW.plus(Duration.ofHours(1)));
    topology.sendAgain(TOPIC, declared(listing("7", "red"), wanted), 0);
    assertThat(topology.attributesEvent(topology.attributes(1).get(0)).getReviewHeld()).isFalse();
    assertThat(topology.reviewItem(topology.review(1).get(0)).getPriority()).isEqualTo(3);
    assertThat(topology.predictor.batches).hasSize(1);
    topology.nothingElse();
  }
}

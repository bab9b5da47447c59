package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.models.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HotSwapTest {
  private static final ModelIdentity NEXT = new ModelIdentity("next", "2", "cafe");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private TopologyHarness harness;
  private final FakePredictor nextPredictor = new FakePredictor();
  private final CountDownLatch stall = new CountDownLatch(1);

  @BeforeEach
  void open() throws Exception {
    harness = new TopologyHarness(folder);
  }

  @AfterEach
  void close() {
    stall.countDown();
    harness.close();
  }

  @Test
  void theModelVersionThatPreparedAListingAlsoClassifiesItAndTheNextVersionDoesNotWait()
      throws Exception {
    CountDownLatch inferring = new CountDownLatch(1);
    harness.predictor.before(
        batch -> {
          inferring.countDown();
          await(stall);
        });
    harness.send(listing("a", "old"));
    assertThat(inferring.await(20, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> change = replace(next());
    harness.pass(() -> harness.models.current().identity().equals(NEXT));
    harness.send(listing("b", "new"));
    harness.pass(() -> !nextPredictor.batches.isEmpty());
    assertThat(harness.predictor.isClosed()).as("closed with a listing in flight").isFalse();
    assertThat(change).isNotDone();

    stall.countDown();
    var records = harness.attributes(2);
    assertThat(records).hasSize(2);
    assertThat(harness.predictor.batches).as("batches of the old version").containsExactly(1);
    assertThat(nextPredictor.batches).as("batches of the new version").containsExactly(1);
    change.get(20, TimeUnit.SECONDS);
    assertThat(harness.predictor.isClosed()).isTrue();
    assertThat(nextPredictor.isClosed()).isFalse();
    harness.nothingElse();
  }

  @Test
  void aDiscardedListingDoesNotKeepTheOldVersionOpen() throws Exception {
    CountDownLatch inferring = new CountDownLatch(1);
    harness.predictor.before(
        batch -> {
          inferring.countDown();
          await(stall);
        });
    harness.send(listing("a", "one"));
    assertThat(inferring.await(20, TimeUnit.SECONDS)).isTrue();
    harness.send(listing("b", "waits in the queue"));
    harness.closeTasks();
    stall.countDown();

    replace(next()).get(20, TimeUnit.SECONDS);
    assertThat(harness.predictor.isClosed()).isTrue();
  }

  @Test
  void aListingWithoutImageAndTitleDoesNotKeepItsVersionOpen() throws Exception {
    replace(next()).get(20, TimeUnit.SECONDS);
    harness.send(listing("a", " "));
    var answer = harness.attributesEvent(harness.attributes(1).get(0));
    assertThat(answer.getModel().getFingerprint()).isEqualTo("cafe");
    replace(harness.modelVersion(NEXT, harness.preparer, new FakePredictor()))
        .get(20, TimeUnit.SECONDS);
    assertThat(nextPredictor.isClosed()).as("closed after its last listing").isTrue();
  }

  @Test
  void aVersionThatFailsItsSelfTestIsClosedAndTheOldVersionServes() {
    nextPredictor.setUnhealthy(true);
    assertThatThrownBy(() -> harness.models.replace(next(), Duration.ofMillis(200)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("self-test fails");
    assertThat(nextPredictor.isClosed()).isTrue();
    assertThat(harness.models.isReady()).isTrue();
    harness.send(listing("a", "title"));
    var answer = harness.attributesEvent(harness.attributes(1).get(0));
    assertThat(answer.getModel().getFingerprint()).isEqualTo(FakePredictor.MODEL.fingerprint());
    harness.nothingElse();
  }

  @Test
  void anUnreadableImageAndAFailedPreparationReleaseTheVersion() throws Exception {
    harness.send(listing("a", "title", new byte[] {FakePreparer.UNREADABLE}));
    harness.attributes(1);
    harness.preparer.before(
        title -> {
          if (title.equals("bad")) {
            throw new IllegalStateException("bad");
          }
        });
    harness.send(listing("b", "bad"));
    harness.deadLetters(1);
    replace(next()).get(20, TimeUnit.SECONDS);
    assertThat(harness.predictor.isClosed()).isTrue();
  }

  private ModelVersion next() {
    return harness.modelVersion(NEXT, harness.preparer, nextPredictor);
  }

  private CompletableFuture<Void> replace(ModelVersion next) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            harness.models.replace(next, PATIENCE);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.quarantine.QuarantinedListing;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CandidateIsolationTest {
  @TempDir Path folder;
  private TopologyHarness harness;
  private final CountDownLatch runs = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private Thread candidate;

  @BeforeEach
  void runCandidateOfAnotherPartition() throws Exception {
    harness = new TopologyHarness(folder);
    candidate = new Thread(() -> harness.guard.run(QuarantinedListing.make(), this::stall));
    candidate.start();
    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void close() throws InterruptedException {
    mayEnd.countDown();
    candidate.join();
    harness.close();
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theStreamThreadDoesNotBlockWhileACandidateRuns() {
    for (int i = 0; i < 50; i++) {
      harness.send(listing("title-" + i, "A red shirt"));
    }
    assertThat(harness.predictor.batches).isEmpty();
    mayEnd.countDown();
    assertThat(harness.attributes(50)).hasSize(50);
  }

  private Void stall() {
    runs.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }
}

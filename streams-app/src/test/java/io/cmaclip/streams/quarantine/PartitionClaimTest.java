package io.cmaclip.streams.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Successive processes claim the same partition. */
class PartitionClaimTest {
  private static final QuarantineSettings TWO_KILLS =
      new QuarantineSettings(2, Duration.ofSeconds(60));

  private final List<ClaimState> written = new ArrayList<>();
  private final RunGuard guard = new RunGuard();
  private long now;

  @Test
  void afterAGracefulShutdownNoListingIsTracked() {
    PartitionClaim first = next();
    assertThat(first.watch(record(1)).isWatched()).isFalse();
    first.release();
    assertThat(written.get(written.size() - 1)).isNull();
    assertThat(next().watch(record(1)).isWatched()).isFalse();
  }

  @Test
  void afterTheFirstCrashListingsAreTrackedButNoneIsACandidate() {
    next();
    PartitionClaim second = next();
    WatchedListing listing = second.watch(record(1));
    assertThat(listing.isWatched()).isTrue();
    assertThat(listing.isCandidate()).isFalse();
    guard.run(
        listing,
        () -> {
          assertThat(last().running()).hasSize(1);
          return null;
        });
    assertThat(last().running()).isEmpty();
  }

  @Test
  void onlyRunningListingsBecomeCandidatesUntilTheyHaveAnOutcome() {
    next();
    PartitionClaim second = next();
    List<WatchedListing> batch = listings(second, 1, 2, 3);
    second.watch(record(4));
    crashIn(batch);

    PartitionClaim third = next();
    List<WatchedListing> seen = listings(third, 1, 2, 3, 4);
    assertThat(seen)
        .extracting(WatchedListing::isCandidate)
        .containsExactly(true, true, true, false);
    assertThat(seen).extracting(WatchedListing::isPoison).containsOnly(false);
    seen.get(0).clear();
    assertThat(seen.get(0).isCandidate()).isFalse();
    assertThat(last().candidates()).hasSize(2);
  }

  @Test
  void aListingThatRepeatedlyEndsTheProcessAloneIsQuarantinedUntilCommitted() {
    next();
    crashIn(listings(next(), 1, 2));
    crashIn(listings(next(), 2));
    PartitionClaim after = next();
    assertThat(listings(after, 1, 2)).extracting(WatchedListing::kills).containsExactly(0, 1);
    crashIn(listings(next(), 2));
    assertThat(listings(next(), 1, 2))
        .extracting(WatchedListing::isPoison)
        .containsExactly(false, true);
    // It may be received again until its dead letter is committed.
    PartitionClaim orderly = next();
    orderly.release();
    assertThat(next().watch(record(2)).isPoison()).isTrue();
  }

  @Test
  void aCrashDuringABatchCountsForNoListing() {
    next();
    for (int i = 0; i < 20; i++) {
      crashIn(listings(next(), 1, 2));
    }
    assertThat(listings(next(), 1, 2)).extracting(WatchedListing::kills).containsOnly(0);
  }

  @Test
  void anotherListingAtTheSameOffsetIsNoCandidate() {
    next();
    crashIn(listings(next(), 1));
    ReceivedRecord<byte[], byte[]> other =
        new ReceivedRecord<>(
            utf8("other"),
            utf8("other"),
            new RecordHeaders(),
            0,
            new TopicPartition("listings", 0),
            1);
    assertThat(next().watch(other).isCandidate()).isFalse();
  }

  @Test
  void candidatesBeforeTheCommittedOffsetAreRemoved() {
    next();
    crashIn(listings(next(), 1, 2));
    PartitionClaim later = next();
    later.received(2);
    later.received(3);
    later.watch(record(3));
    assertThat(later.candidates()).isEqualTo(1);
  }

  @Test
  void trackingEndsAfterTheWatchTime() {
    next();
    PartitionClaim second = next();
    now += Duration.ofSeconds(61).toNanos();
    assertThat(second.watch(record(1)).isWatched()).isFalse();
  }

  @Test
  void nothingRunsBesideACandidate() throws Exception {
    next();
    crashIn(listings(next(), 1));
    WatchedListing candidate = next().watch(record(1));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicBoolean alone = new AtomicBoolean(true);
    Thread running =
        new Thread(
            () ->
                guard.run(
                    candidate,
                    () -> {
                      entered.countDown();
                      await(leave);
                      alone.set(false);
                      return null;
                    }));
    running.start();
    await(entered);
    assertThat(guard.tryRun(WatchedListing.UNWATCHED, () -> "ran")).isEmpty();
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    Thread waiting =
        new Thread(() -> other.complete(guard.run(WatchedListing.UNWATCHED, alone::get)));
    waiting.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(waiting::getState, state -> state == Thread.State.WAITING);
    assertThat(other).isNotDone();
    leave.countDown();
    assertThat(other.get()).as("ran beside the candidate").isFalse();
    running.join();
    assertThat(guard.tryRun(WatchedListing.UNWATCHED, () -> "ran")).contains("ran");
  }

  @Test
  void aTrackedListingDoesNotRunWithoutItsRecord() {
    next();
    assertThat(guard.tryRun(next().watch(record(1)), () -> "ran")).isEmpty();
  }

  @Test
  void aStateSurvivesJson() throws Exception {
    ClaimState state =
        new ClaimState(
            true,
            List.of(new ClaimState.Running(new Position(7, -3), true)),
            List.of(new ClaimState.Candidate(new Position(1L << 40, 5), 2)));
    assertThat(ClaimState.ofJson(state.toJson())).isEqualTo(state);
  }

  /** Simulates a crash while these listings run: later writes are dropped. */
  private void crashIn(List<WatchedListing> running) {
    int[] before = new int[1];
    guard.run(
        running,
        () -> {
          before[0] = written.size();
          return null;
        });
    written.subList(before[0], written.size()).clear();
  }

  private PartitionClaim next() {
    List<ClaimState> earlier = new ArrayList<>();
    if (!written.isEmpty() && last() != null) {
      earlier.add(last());
    }
    PartitionClaim claim =
        new PartitionClaim(
            TWO_KILLS,
            state -> {
              written.add(state);
              return CompletableFuture.completedFuture(null);
            },
            () -> now);
    CompletableFuture<Void> unused = claim.inherit(Inheritance.of(earlier));
    claim.settle();
    return claim;
  }

  private ClaimState last() {
    return written.get(written.size() - 1);
  }

  private static List<WatchedListing> listings(PartitionClaim claim, int... offsets) {
    return Arrays.stream(offsets).mapToObj(offset -> claim.watch(record(offset))).toList();
  }

  private static ReceivedRecord<byte[], byte[]> record(long offset) {
    return new ReceivedRecord<>(
        utf8("k" + offset),
        utf8("v" + offset),
        new RecordHeaders(),
        0,
        new TopicPartition("listings", 0),
        offset);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

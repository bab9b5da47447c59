package io.cmaclip.streams.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.suspects.RunGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MicroBatcherTest {
  private static final SupervisionSettings QUICK =
      new SupervisionSettings(
          Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofHours(1));

  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final FakePredictor predictor = new FakePredictor();
  private final CountDownLatch release = new CountDownLatch(1);
  private MicroBatcher batcher = batcher(List.of(predictor));

  @AfterEach
  void close() {
    release.countDown();
    batcher.close();
  }

  @Test
  void listingsFromManyThreadsShareBatches() throws Exception {
    batcher.start();
    List<TestEntry> entries = IntStream.range(0, 1000).mapToObj(TestEntry::new).toList();
    List<Thread> threads = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      List<TestEntry> own = entries.subList(part * 250, part * 250 + 250);
      threads.add(new Thread(() -> own.forEach(batcher::submit)));
    }
    threads.forEach(Thread::start);
    await(() -> entries.stream().allMatch(TestEntry::isFinished));
    assertThat(entries).allMatch(entry -> entry.answers == 1);
    assertThat(predictor.batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
    assertThat(predictor.batches).allMatch(size -> size <= 16).anyMatch(size -> size == 16);
    assertThat(batcher.statistics().listings()).isEqualTo(1000);
  }

  @Test
  void itIsNotReadyBeforeTheFirstSelfTestHasPassed() {
    predictor.setIll(true);
    batcher.start();
    assertThat(batcher.health().isReady()).isFalse();
    predictor.setIll(false);
    await(() -> batcher.health().isReady());
  }

  @Test
  void whileEveryForwardThrowsNothingIsCondemnedAndAllIsAnsweredAfterwards() {
    illFor(Duration.ofMillis(500));
  }

  @Test
  @Tag("slow")
  void sixtySecondsOfFailingForwardsCondemnNothing() {
    illFor(Duration.ofSeconds(60));
  }

  private void illFor(Duration duration) {
    batcher.start();
    await(() -> batcher.health().isReady());
    predictor.setIll(true);
    List<TestEntry> entries = submit(100);
    await(() -> !batcher.health().isReady());
    assertThat(batcher.health().problem()).get().asString().contains("self-test");
    sleep(duration);
    assertThat(batcher.health().isReady()).isFalse();
    assertThat(entries).noneMatch(TestEntry::isFinished);
    predictor.setIll(false);
    await(() -> entries.stream().allMatch(TestEntry::isFinished));
    assertThat(entries).allMatch(entry -> entry.prediction != null && entry.answers == 1);
    assertThat(batcher.health().isReady()).isTrue();
    assertThat(fatal).isEmpty();
  }

  @Test
  void aHealthyPredictorDoesTheWorkOfAnIllOne() {
    FakePredictor healthy = new FakePredictor();
    batcher = batcher(List.of(predictor, healthy));
    batcher.start();
    await(() -> batcher.health().problem().isEmpty());
    predictor.setIll(true);
    List<TestEntry> entries = submit(200);
    await(() -> entries.stream().allMatch(TestEntry::isFinished));
    assertThat(entries).allMatch(entry -> entry.prediction != null && entry.answers == 1);
    assertThat(batcher.health().isReady()).isTrue();
  }

  @Test
  void aPredictorThreadThatDiesOfAnErrorEndsTheProcess() {
    predictor.before(
        batch -> {
          throw new OutOfMemoryError("no device memory");
        });
    batcher.start();
    List<TestEntry> entries = submit(1);
    await(() -> !fatal.isEmpty());
    assertThat(fatal.get(0)).contains("predictor-0");
    assertThat(entries.get(0).isFinished()).isFalse();
    assertThat(batcher.health().isReady()).isFalse();
  }

  @Test
  void aForwardThatDoesNotComeBackMakesItUnready() {
    predictor.before(batch -> waitForRelease());
    batcher.start();
    await(() -> batcher.health().isReady());
    List<TestEntry> entries = submit(3);
    await(() -> !batcher.health().isReady());
    assertThat(batcher.health().longestRunningForward()).isGreaterThan(QUICK.stallUnready());
    release.countDown();
    await(() -> entries.stream().allMatch(TestEntry::isFinished));
    assertThat(batcher.health().isReady()).isTrue();
  }

  @Test
  void aBatcherThatWasNeverStartedClosesItsPredictorsToo() {
    batcher.close();
    assertThat(predictor.isClosed()).isTrue();
  }

  @Test
  void discardedListingsDoNotEndAPredictorThread() {
    batcher.start();
    await(() -> batcher.health().isReady());
    for (int round = 0; round < 200; round++) {
      List<TestEntry> entries = submit(5);
      entries.forEach(TestEntry::discard);
    }
    List<TestEntry> entries = submit(5);
    await(() -> entries.stream().allMatch(TestEntry::isFinished));
  }

  @Test
  void closingLetsTheRunningForwardEndAndClosesThePredictor() {
    predictor.before(batch -> waitForRelease());
    batcher.start();
    List<TestEntry> entries = submit(1);
    await(() -> predictor.batches.size() == 1);
    new Thread(
            () -> {
              sleep(Duration.ofMillis(100));
              release.countDown();
            })
        .start();
    batcher.close();
    assertThat(entries.get(0).prediction).isNotNull();
    assertThat(predictor.isClosed()).isTrue();
  }

  private MicroBatcher batcher(List<FakePredictor> predictors) {
    return new MicroBatcher(
        new BatchingSettings(16, Duration.ofMillis(5)),
        QUICK,
        predictors,
        new RunGuard(),
        new ForwardStatistics(),
        (what, cause) -> fatal.add(what));
  }

  private List<TestEntry> submit(int count) {
    List<TestEntry> entries = IntStream.range(0, count).mapToObj(TestEntry::new).toList();
    entries.forEach(batcher::submit);
    return entries;
  }

  private void waitForRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
      sleep(Duration.ofMillis(2));
    }
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

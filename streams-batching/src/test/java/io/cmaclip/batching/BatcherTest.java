package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BatcherTest {
  private static final SupervisionSettings QUICK =
      new SupervisionSettings(
          Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofHours(1));

  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final FakeFunction function = new FakeFunction();
  private final LongAdder applied = new LongAdder();
  private final CountDownLatch release = new CountDownLatch(1);
  private Batcher<Integer, FakeFunction.Answer> batcher = batcher(List.of(function));

  @AfterEach
  void close() {
    release.countDown();
    batcher.close();
  }

  @Test
  void itemsFromManyThreadsShareBatches() throws Exception {
    batcher.start();
    List<TestInFlight> entries = TestInFlight.many(1000);
    List<Thread> threads = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      List<TestInFlight> own = entries.subList(part * 250, part * 250 + 250);
      threads.add(new Thread(() -> own.forEach(record -> batcher.submit(record, 1))));
    }
    threads.forEach(Thread::start);
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
    assertThat(entries).allMatch(entry -> entry.answers == 1);
    assertThat(function.batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
    assertThat(function.batches).allMatch(size -> size <= 16).anyMatch(size -> size == 16);
    assertThat(applied.sum()).isEqualTo(1000);
  }

  @Test
  void isUnhealthyBeforeTheFirstSelfTest() {
    function.setUnhealthy(true);
    batcher.start();
    assertThat(batcher.isHealthy()).isFalse();
    function.setUnhealthy(false);
    await(() -> batcher.isHealthy());
  }

  @Test
  void rejectsNothingWhileUnhealthyAndCompletesAllItemsAfterwards() {
    unhealthyFor(Duration.ofMillis(500));
  }

  @Test
  @Tag("slow")
  void rejectsNothingDuringSixtySecondsOfFailingCalls() {
    unhealthyFor(Duration.ofSeconds(60));
  }

  private void unhealthyFor(Duration duration) {
    batcher.start();
    await(() -> batcher.isHealthy());
    function.setUnhealthy(true);
    List<TestInFlight> entries = submit(100);
    await(() -> !batcher.isHealthy());
    assertThat(batcher.problem()).get().asString().contains("self-test");
    sleep(duration);
    assertThat(batcher.isHealthy()).isFalse();
    assertThat(entries).noneMatch(TestInFlight::isDone);
    function.setUnhealthy(false);
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
    assertThat(entries).allMatch(entry -> entry.isAnswered() && entry.answers == 1);
    assertThat(batcher.isHealthy()).isTrue();
    assertThat(fatal).isEmpty();
  }

  @Test
  void aHealthyFunctionTakesOverForAnUnhealthyOne() {
    FakeFunction healthy = new FakeFunction();
    batcher = batcher(List.of(function, healthy));
    batcher.start();
    await(() -> batcher.problem().isEmpty());
    function.setUnhealthy(true);
    List<TestInFlight> entries = submit(200);
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
    assertThat(entries).allMatch(entry -> entry.isAnswered() && entry.answers == 1);
    assertThat(batcher.isHealthy()).isTrue();
  }

  @Test
  void anErrorInAThreadIsFatal() {
    function.before(
        batch -> {
          throw new OutOfMemoryError("no device memory");
        });
    batcher.start();
    List<TestInFlight> entries = submit(1);
    await(() -> !fatal.isEmpty());
    assertThat(fatal.get(0)).contains("batcher-0");
    assertThat(entries.get(0).isDone()).isFalse();
    assertThat(batcher.isHealthy()).isFalse();
  }

  @Test
  void aStalledCallMakesTheBatcherUnhealthy() {
    function.before(batch -> waitForRelease());
    batcher.start();
    await(() -> batcher.isHealthy());
    List<TestInFlight> entries = submit(3);
    await(() -> !batcher.isHealthy());
    assertThat(batcher.longestRunningCall()).isGreaterThan(QUICK.stallUnready());
    release.countDown();
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
    assertThat(batcher.isHealthy()).isTrue();
  }

  @Test
  void closesFunctionsOfABatcherThatWasNeverStarted() {
    batcher.close();
    assertThat(function.isClosed()).isTrue();
  }

  @Test
  void threadsSurviveDiscardedItems() {
    batcher.start();
    await(() -> batcher.isHealthy());
    for (int round = 0; round < 200; round++) {
      List<TestInFlight> entries = submit(5);
      entries.forEach(TestInFlight::discard);
    }
    List<TestInFlight> entries = submit(5);
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
  }

  @Test
  void closeWaitsForTheRunningCallAndClosesTheFunction() {
    function.before(batch -> waitForRelease());
    batcher.start();
    List<TestInFlight> entries = submit(1);
    await(() -> function.batches.size() == 1);
    new Thread(
            () -> {
              sleep(Duration.ofMillis(100));
              release.countDown();
            })
        .start();
    batcher.close();
    assertThat(entries.get(0).isAnswered()).isTrue();
    assertThat(function.isClosed()).isTrue();
  }

  @Test
  void aCallBeyondTheExitLimitIsFatal() {
    function.before(batch -> waitForRelease());
    batcher =
        builder(List.of(function))
            .supervision(
                new SupervisionSettings(
                    Duration.ofMillis(5),
                    Duration.ofMillis(40),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100)))
            .build();
    batcher.start();
    submit(1);
    await(() -> !fatal.isEmpty());
    assertThat(fatal.get(0)).contains("has not returned");
  }

  @Test
  void anItemThatIsRejectedWithoutAResultIsFatal() {
    BatchFunction<Integer, FakeFunction.Answer> failing =
        items -> {
          throw new IllegalStateException("always");
        };
    batcher =
        Batcher.builder(List.of(failing), (what, cause) -> fatal.add(cause.getMessage())).build();
    batcher.start();
    List<TestInFlight> entries = submit(1);
    await(() -> !fatal.isEmpty());
    assertThat(fatal).containsExactly("always");
    assertThat(entries.get(0).isDone()).isFalse();
  }

  @Test
  void anItemThatRunsAloneIsABatchOfItsOwn() {
    List<TestInFlight> entries = TestInFlight.many(5);
    for (int i = 0; i < 5; i++) {
      batcher.submit(entries.get(i), i == 2 ? -1 : i);
    }
    batcher.start();
    await(() -> entries.stream().allMatch(TestInFlight::isDone));
    assertThat(function.batches).containsExactly(2, 1, 2);
  }

  private Batcher<Integer, FakeFunction.Answer> batcher(List<FakeFunction> functions) {
    return builder(functions).build();
  }

  private Batcher.Builder<Integer, FakeFunction.Answer> builder(List<FakeFunction> functions) {
    return Batcher.builder(functions, (what, cause) -> fatal.add(what))
        .settings(new BatchSettings(16, Duration.ofMillis(5)))
        .supervision(QUICK)
        .observer(
            new BatchingObserver() {
              @Override
              public void applied(int items, long nanos) {
                applied.add(items);
              }
            });
  }

  private List<TestInFlight> submit(int count) {
    List<TestInFlight> entries = TestInFlight.many(count);
    entries.forEach(record -> batcher.submit(record, 1));
    return entries;
  }

  private void waitForRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(condition);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchQueueTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ByteBudget BUDGET = new ByteBudget(1 << 20);

  @Test
  void aFullBatchIsTakenWithoutWaitingForTheDelay() throws Exception {
    BatchQueue<TestRecord> queue = queue(3, LONG);
    List<TestRecord> entries = add(queue, 4);
    assertThat(queue.take(record -> false))
        .containsExactly(entries.get(0), entries.get(1), entries.get(2));
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aSmallBatchIsTakenWhenItsOldestEntryHasWaitedLongEnough() throws Exception {
    BatchQueue<TestRecord> queue = queue(64, Duration.ofMillis(30));
    long start = System.nanoTime();
    List<TestRecord> entries = add(queue, 2);
    assertThat(queue.take(record -> false)).containsExactlyElementsOf(entries);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void anEntryThatCompletesABatchWakesAWaitingThread() throws Exception {
    BatchQueue<TestRecord> queue = queue(2, LONG);
    add(queue, 1);
    CompletableFuture<List<TestRecord>> batch = taking(queue);
    add(queue, 1);
    assertThat(batch.get(5, TimeUnit.SECONDS)).hasSize(2);
  }

  @Test
  void aSecondThreadTakesTheNextBatch() throws Exception {
    BatchQueue<TestRecord> queue = queue(2, LONG);
    CompletableFuture<List<TestRecord>> first = taking(queue);
    CompletableFuture<List<TestRecord>> second = taking(queue);
    add(queue, 4);
    assertThat(first.get(5, TimeUnit.SECONDS)).hasSize(2);
    assertThat(second.get(5, TimeUnit.SECONDS)).hasSize(2);
  }

  @Test
  void returnedEntriesAreTakenFirstInTheirOrder() throws Exception {
    BatchQueue<TestRecord> queue = queue(2, LONG);
    List<TestRecord> entries = add(queue, 3);
    List<TestRecord> taken = queue.take(record -> false);
    queue.putBack(taken);
    assertThat(queue.take(record -> false)).containsExactly(entries.get(0), entries.get(1));
  }

  @Test
  void discardedEntriesAreNotTaken() throws Exception {
    BatchQueue<TestRecord> queue = queue(2, Duration.ofMillis(1));
    List<TestRecord> entries = add(queue, 4);
    entries.get(0).discard();
    entries.get(2).discard();
    assertThat(queue.take(record -> false)).containsExactly(entries.get(1), entries.get(3));
  }

  @Test
  void closeWakesAWaitingThread() throws Exception {
    BatchQueue<TestRecord> queue = queue(2, LONG);
    CompletableFuture<List<TestRecord>> batch = taking(queue);
    queue.close();
    assertThat(batch.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void anEntryThatRunsAloneIsABatchOfItsOwn() throws Exception {
    BatchQueue<TestRecord> queue = queue(4, LONG);
    List<TestRecord> entries = add(queue, 4);
    assertThat(queue.take(record -> record == entries.get(1))).containsExactly(entries.get(0));
  }

  @Test
  void entriesOfLowPriorityFillTheRestOfABatch() throws Exception {
    BatchQueue<Ranked> queue = new BatchQueue<>(3, LONG, nanos -> {});
    for (Ranked entry :
        List.of(
            new Ranked("low 1", true),
            new Ranked("low 2", true),
            new Ranked("a", false),
            new Ranked("b", false),
            new Ranked("low 3", true))) {
      queue.add(entry);
    }
    assertThat(queue.size()).isEqualTo(5);
    assertThat(queue.take(entry -> false))
        .extracting(Ranked::name)
        .containsExactly("a", "b", "low 1");
    queue.putBack(List.of(new Ranked("low 1", true)));
    queue.add(new Ranked("c", false));
    assertThat(queue.take(entry -> false))
        .extracting(Ranked::name)
        .containsExactly("c", "low 1", "low 2");
  }

  @Test
  void entriesOfLowPriorityAloneAreTakenAfterTheDelay() throws Exception {
    BatchQueue<Ranked> queue = new BatchQueue<>(64, Duration.ofMillis(10), nanos -> {});
    queue.add(new Ranked("low", true));
    assertThat(queue.take(entry -> false)).extracting(Ranked::name).containsExactly("low");
    assertThat(queue.size()).isZero();
  }

  private record Ranked(String name, boolean isLow) implements BatchQueue.Entry {
    @Override
    public boolean isDone() {
      return false;
    }
  }

  private static BatchQueue<TestRecord> queue(int maxSize, Duration maxDelay) {
    return new BatchQueue<>(maxSize, maxDelay, nanos -> {});
  }

  private static List<TestRecord> add(BatchQueue<TestRecord> queue, int count) {
    List<TestRecord> entries =
        IntStream.range(0, count).mapToObj(i -> new TestRecord(i, BUDGET, 1)).toList();
    entries.forEach(queue::add);
    return entries;
  }

  private static CompletableFuture<List<TestRecord>> taking(BatchQueue<TestRecord> queue) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.take(record -> false);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        work -> new Thread(work).start());
  }
}

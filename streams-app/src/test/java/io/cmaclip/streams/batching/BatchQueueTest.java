package io.cmaclip.streams.batching;

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

  @Test
  void aFullBatchIsTakenWithoutWaitingForTheDelay() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(3, LONG));
    List<TestEntry> entries = add(queue, 4);
    assertThat(queue.take()).containsExactly(entries.get(0), entries.get(1), entries.get(2));
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aSmallBatchIsTakenWhenItsOldestEntryHasWaitedLongEnough() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(64, Duration.ofMillis(30)));
    long start = System.nanoTime();
    List<TestEntry> entries = add(queue, 2);
    assertThat(queue.take()).containsExactlyElementsOf(entries);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void anEntryThatCompletesABatchWakesAWaitingPredictor() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(2, LONG));
    add(queue, 1);
    CompletableFuture<List<BatchEntry>> batch = taking(queue);
    add(queue, 1);
    assertThat(batch.get(5, TimeUnit.SECONDS)).hasSize(2);
  }

  @Test
  void whatExceedsOneBatchGoesToASecondPredictor() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(2, LONG));
    CompletableFuture<List<BatchEntry>> first = taking(queue);
    CompletableFuture<List<BatchEntry>> second = taking(queue);
    add(queue, 4);
    assertThat(first.get(5, TimeUnit.SECONDS)).hasSize(2);
    assertThat(second.get(5, TimeUnit.SECONDS)).hasSize(2);
  }

  @Test
  void entriesPutBackGoFirstInTheirOrder() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(2, LONG));
    List<TestEntry> entries = add(queue, 3);
    List<BatchEntry> taken = queue.take();
    queue.putBack(taken);
    assertThat(queue.take()).containsExactly(entries.get(0), entries.get(1));
  }

  @Test
  void discardedEntriesAreNotTaken() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(2, Duration.ofMillis(1)));
    List<TestEntry> entries = add(queue, 4);
    entries.get(0).discard();
    entries.get(2).discard();
    assertThat(queue.take()).containsExactly(entries.get(1), entries.get(3));
  }

  @Test
  void closingWakesAWaitingPredictorWithNothing() throws Exception {
    BatchQueue queue = new BatchQueue(new BatchingSettings(2, LONG));
    CompletableFuture<List<BatchEntry>> batch = taking(queue);
    queue.close();
    assertThat(batch.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  private static List<TestEntry> add(BatchQueue queue, int count) {
    List<TestEntry> entries = IntStream.range(0, count).mapToObj(TestEntry::new).toList();
    entries.forEach(queue::add);
    return entries;
  }

  private static CompletableFuture<List<BatchEntry>> taking(BatchQueue queue) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.take();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        work -> new Thread(work).start());
  }
}

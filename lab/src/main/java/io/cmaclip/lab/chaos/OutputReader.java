package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of the three output topics from the beginning, on a background thread
 * until {@link #readToTheEnd} continues on the caller's thread. Other methods are thread-safe.
 */
final class OutputReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final List<String> DEAD_LETTER_HEADERS =
      List.of(
          DeadLetterHeaders.REASON,
          DeadLetterHeaders.PARTITION,
          DeadLetterHeaders.OFFSET,
          DeadLetterHeaders.VALUE_CUT,
          DeadLetterHeaders.KEY_CUT,
          DeadLetterHeaders.HEADERS_DROPPED);

  private record Wait(int count, CompletableFuture<Long> answered) {}

  private final TopicNames topics;
  private final Map<String, Object> properties;
  private final CommittedRecords outputs;
  private final IntConsumer progress;
  private final Thread thread = new Thread(this::run, "chaos-reader");
  private final List<OutputRecord> records = new ArrayList<>();
  private final BitSet answered = new BitSet();
  private final List<Wait> waits = new ArrayList<>();
  private final BitSet silent;
  private volatile boolean stopping;
  private volatile RuntimeException failure;

  /**
   * Starts to read.
   *
   * @param silent inputs that have no output
   * @param progress receives the number of inputs with a first output
   */
  OutputReader(
      String bootstrap,
      TopicNames topics,
      int partitionCount,
      BitSet silent,
      IntConsumer progress) {
    this.silent = silent;
    this.topics = topics;
    this.progress = progress;
    this.properties =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000,
            // Detects a restarted cluster that has lost records.
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none");
    List<TopicPartition> partitions =
        topics.outputs().stream()
            .flatMap(
                topic ->
                    IntStream.range(0, partitionCount)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList();
    this.outputs = CommittedRecords.ofPartitions(properties, partitions, POLL);
    thread.setDaemon(true);
    thread.start();
  }

  /** Completes with {@link System#nanoTime} when the first {@code count} inputs have outputs. */
  synchronized CompletableFuture<Long> whenAnswered(int count) {
    Wait wait = new Wait(count, new CompletableFuture<>());
    waits.add(wait);
    completeWaits();
    return wait.answered();
  }

  /**
   * Waits until the first {@code count} inputs have outputs.
   *
   * @param silence longest time without a new output
   * @param check called repeatedly; throws to stop waiting
   * @return false after {@code silence}
   * @throws UserException if the reader failed
   */
  boolean awaitAnswered(int count, Duration silence, Runnable check) throws InterruptedException {
    CompletableFuture<Long> all = whenAnswered(count);
    int known = -1;
    long since = System.nanoTime();
    while (!all.isDone()) {
      check();
      check.run();
      int now = answered();
      if (now != known) {
        known = now;
        since = System.nanoTime();
      }
      if (System.nanoTime() - since > silence.toNanos()) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  synchronized boolean isAnswered(int number) {
    return answered.get(number);
  }

  synchronized int answered() {
    return answered.cardinality();
  }

  private void check() {
    if (failure != null) {
      throw new UserException("the outputs cannot be read: " + failure.getMessage(), failure);
    }
  }

  /**
   * Waits for the end of open transactions and reads all committed records. The services must be
   * stopped.
   *
   * @return all records, in the order read
   * @throws UserException on timeout
   */
  List<OutputRecord> readToTheEnd(Duration timeout) throws InterruptedException {
    stopping = true;
    thread.join();
    check();
    long deadline = System.nanoTime() + timeout.toNanos();
    try (KafkaConsumer<byte[], byte[]> uncommitted =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> committed = outputs.ends();
      Map<TopicPartition, Long> ends = uncommitted.endOffsets(committed.keySet());
      while (!ends.equals(committed) || !outputs.isAt(ends)) {
        if (System.nanoTime() - deadline > 0) {
          throw new UserException(
              "timed out after "
                  + timeout.toSeconds()
                  + " s: a transaction is still open, or not all outputs could be read");
        }
        poll();
        committed = outputs.ends();
        ends = uncommitted.endOffsets(committed.keySet());
      }
    }
    synchronized (this) {
      return List.copyOf(records);
    }
  }

  private void run() {
    while (!stopping) {
      try {
        poll();
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        failure = e;
        return;
      }
    }
  }

  private void poll() {
    int before = answered();
    outputs.poll(POLL, record -> add(output(record)));
    int more = answered() - before;
    if (more > 0) {
      progress.accept(more);
      synchronized (this) {
        completeWaits();
      }
    }
  }

  private synchronized void add(OutputRecord output) {
    records.add(output);
    if (output.number() >= 0 && output.kind() != OutputKind.REVIEW) {
      answered.set(output.number());
    }
  }

  private void completeWaits() {
    BitSet done = (BitSet) answered.clone();
    done.or(silent);
    int first = done.nextClearBit(0);
    long now = System.nanoTime();
    waits.removeIf(
        wait -> {
          boolean isOver = wait.count() <= first;
          if (isOver) {
            wait.answered().complete(now);
          }
          return isOver;
        });
  }

  private OutputRecord output(ConsumerRecord<byte[], byte[]> record) {
    OutputKind kind = OutputKind.of(topics, record.topic());
    Map<String, String> headers = new HashMap<>();
    if (kind == OutputKind.DEAD_LETTER) {
      for (String name : DEAD_LETTER_HEADERS) {
        String text = DeadLetterHeaders.text(record.headers(), name);
        if (text != null) {
          headers.put(name, text);
        }
      }
    }
    String number = DeadLetterHeaders.text(record.headers(), Input.HEADER);
    return new OutputRecord(
        kind,
        number == null ? -1 : Integer.parseInt(number),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
        record.value(),
        Map.copyOf(headers));
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outputs.close();
  }
}

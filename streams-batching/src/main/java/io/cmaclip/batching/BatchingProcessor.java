package io.cmaclip.batching;

import io.cmaclip.batching.internal.InFlightQueue;
import io.cmaclip.batching.internal.InFlightRecord;
import io.cmaclip.batching.internal.RoomWait;
import io.cmaclip.batching.internal.StreamsRules;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the records of one partition and forwards their results in the order received. All
 * methods run on the stream thread, which blocks only in {@link RoomWait}. Kafka Streams may close
 * and re-initialise a processor (after a commit timeout), so {@link #init} resets all state.
 */
final class BatchingProcessor<K, V, R, KOut, VOut> implements Processor<K, V, KOut, VOut> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchingProcessor.class);
  private static final Duration FORWARD_INTERVAL = Duration.ofMillis(5);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final StreamsBatching.Shared<K, V, R, KOut, VOut> shared;
  private ProcessorContext<KOut, VOut> context;
  private TopicPartition partition;
  private InFlightQueue<InFlightHandle<K, V, R>> queue;
  private Intake<K, V, R> intake;
  private RoomWait room;
  private Cancellable punctuation;
  private long retryAt = System.nanoTime();

  BatchingProcessor(StreamsBatching.Shared<K, V, R, KOut, VOut> shared) {
    this.shared = shared;
  }

  @Override
  public void init(ProcessorContext<KOut, VOut> taskContext) {
    StreamsRules.check(taskContext.appConfigs());
    context = taskContext;
    room = new RoomWait(shared.inFlight(), StreamsRules.roomWait(taskContext.appConfigs()));
    queue = new InFlightQueue<>(shared.maxPerPartition(), shared.budget());
    punctuation = null;
    partition = new TopicPartition(shared.topic(), taskContext.taskId().partition());
    shared.inFlight().register(partition, queue);
    intake = shared.intakes().apply(partition);
    intake.init(taskContext);
  }

  @Override
  public void process(Record<K, V> record) {
    room.awaitRoom(queue, this::forwardFinished);
    ReceivedRecord<K, V> received = received(record);
    InFlightHandle<K, V, R> inFlight = new InFlightHandle<>(received, shared.budget());
    queue.add(inFlight);
    shared.observer().received();
    intake.accept(received, inFlight);
    forwardFinished();
    if (!queue.isEmpty() && punctuation == null) {
      punctuation =
          context.schedule(
              FORWARD_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> forwardOnPunctuation());
    }
  }

  /**
   * Discards the records in flight without forwarding; they are received again from the lowered
   * offset.
   */
  @Override
  public void close() {
    stopPunctuation();
    if (queue != null) {
      queue.discardAll();
    }
    if (intake != null) {
      intake.close();
      intake = null;
    }
  }

  private ReceivedRecord<K, V> received(Record<K, V> record) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    if (!source.topic().equals(partition.topic()) || source.partition() != partition.partition()) {
      throw new IllegalStateException(
          "received a record of %s-%d; offsets are held back for %s only"
              .formatted(source.topic(), source.partition(), partition));
    }
    return new ReceivedRecord<>(
        record.key(),
        record.value(),
        record.headers(),
        record.timestamp(),
        partition,
        source.offset());
  }

  /** A punctuation triggers commits, so an idle partition has none. */
  private void forwardOnPunctuation() {
    forwardFinished();
    if (queue.isEmpty()) {
      stopPunctuation();
    }
  }

  private void stopPunctuation() {
    if (punctuation != null) {
      punctuation.cancel();
      punctuation = null;
    }
  }

  private void forwardFinished() {
    if (queue.peekFinished() == null || System.nanoTime() - retryAt < 0) {
      return;
    }
    try {
      for (InFlightHandle<K, V, R> record = queue.peekFinished();
          record != null;
          record = queue.peekFinished()) {
        forward(record);
        queue.remove();
      }
    } catch (RetryForwardException e) {
      LOG.warn("task {}: outputs are retried: {}", context.taskId(), e.getMessage());
      retryAt = System.nanoTime() + RETRY_NANOS;
    }
  }

  private void forward(InFlightHandle<K, V, R> record) {
    InFlightRecord.Finished<ReceivedRecord<K, V>, R> finished = record.finished();
    shared.forwarder().forward(finished.content(), finished.result(), context);
    intake.forwarded(finished.content());
    shared
        .observer()
        .forwarded(
            Duration.ofMillis(System.currentTimeMillis() - finished.content().timestamp()),
            Duration.ofNanos(System.nanoTime() - record.receivedNanos()));
  }
}

package io.cmaclip.batching;

import io.cmaclip.batching.internal.InFlightQueue;
import io.cmaclip.batching.internal.InFlightRecord;
import io.cmaclip.batching.internal.RoomWait;
import io.cmaclip.batching.internal.StreamsRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * Accepts the records of one partition of each topic and forwards the results of a topic in the
 * order received. All methods run on the stream thread, which blocks only in {@link RoomWait}.
 * Kafka Streams may close and re-initialise a processor (after a commit timeout), so {@link #init}
 * resets all state.
 */
final class BatchingProcessor<K, V, R, KOut, VOut> implements Processor<K, V, KOut, VOut> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchingProcessor.class);
  private static final Duration FORWARD_INTERVAL = Duration.ofMillis(5);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  /** The records of one topic. */
  private record Lane<K, V, R>(
      TopicPartition partition,
      InFlightQueue<InFlightHandle<K, V, R>> queue,
      Intake<K, V, R> intake) {}

  private final StreamsBatching.Shared<K, V, R, KOut, VOut> shared;
  private final Map<String, Lane<K, V, R>> lanes = new LinkedHashMap<>();
  private ProcessorContext<KOut, VOut> context;
  private RoomWait room;
  private Cancellable punctuation;
  private long retryAt = System.nanoTime();

  BatchingProcessor(StreamsBatching.Shared<K, V, R, KOut, VOut> shared) {
    this.shared = shared;
  }

  @Override
  public void init(ProcessorContext<KOut, VOut> taskContext) {
    StreamsRules.check(taskContext.appConfigs());
    if (shared.topics().size() > 1) {
      StreamsRules.checkSeveralTopics(taskContext.appConfigs());
    }
    context = taskContext;
    room = new RoomWait(shared.inFlight(), StreamsRules.roomWait(taskContext.appConfigs()));
    punctuation = null;
    lanes.clear();
    shared.topics().forEach((topic, limits) -> lanes.put(topic, lane(topic, limits)));
  }

  private Lane<K, V, R> lane(String topic, InFlightLimits limits) {
    TopicPartition partition = new TopicPartition(topic, context.taskId().partition());
    InFlightQueue<InFlightHandle<K, V, R>> queue =
        new InFlightQueue<>(
            limits.maxPerPartition(),
            shared.budget(),
            limits.maxBytes(),
            limits.priority() == Priority.LOW);
    shared.inFlight().register(partition, queue);
    Intake<K, V, R> intake = shared.intakes().apply(partition);
    intake.init(context);
    return new Lane<>(partition, queue, intake);
  }

  @Override
  public void process(Record<K, V> record) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    Lane<K, V, R> lane = lane(source);
    room.awaitRoom(lane.queue(), this::forwardFinished);
    ReceivedRecord<K, V> received = received(record, lane.partition(), source.offset());
    InFlightHandle<K, V, R> inFlight = new InFlightHandle<>(received, shared.budget());
    lane.queue().add(inFlight);
    if (lane.intake().isObserved()) {
      shared.observer().received();
    }
    lane.intake().accept(received, inFlight);
    forwardFinished();
    if (!isEmpty() && punctuation == null) {
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
    for (Lane<K, V, R> lane : lanes.values()) {
      lane.queue().discardAll();
      lane.intake().close();
    }
    lanes.clear();
  }

  private Lane<K, V, R> lane(RecordMetadata source) {
    Lane<K, V, R> lane = lanes.get(source.topic());
    if (lane == null || source.partition() != lane.partition().partition()) {
      throw new IllegalStateException(
          "received a record of %s-%d; offsets are held back for task %s of %s only"
              .formatted(source.topic(), source.partition(), context.taskId(), lanes.keySet()));
    }
    return lane;
  }

  private static <K, V> ReceivedRecord<K, V> received(
      Record<K, V> record, TopicPartition partition, long offset) {
    return new ReceivedRecord<>(
        record.key(), record.value(), record.headers(), record.timestamp(), partition, offset);
  }

  private boolean isEmpty() {
    return lanes.values().stream().allMatch(lane -> lane.queue().isEmpty());
  }

  /** A punctuation triggers commits, so an idle partition has none. */
  private void forwardOnPunctuation() {
    forwardFinished();
    if (isEmpty()) {
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
    for (Lane<K, V, R> lane : lanes.values()) {
      forwardFinished(lane);
    }
  }

  private void forwardFinished(Lane<K, V, R> lane) {
    InFlightQueue<InFlightHandle<K, V, R>> queue = lane.queue();
    if (queue.peekFinished() == null || System.nanoTime() - retryAt < 0) {
      return;
    }
    try {
      for (InFlightHandle<K, V, R> record = queue.peekFinished();
          record != null;
          record = queue.peekFinished()) {
        forward(record, lane.intake());
        queue.remove();
      }
    } catch (RetryForwardException e) {
      LOG.warn("task {}: outputs are retried: {}", context.taskId(), e.getMessage());
      retryAt = System.nanoTime() + RETRY_NANOS;
    }
  }

  private void forward(InFlightHandle<K, V, R> record, Intake<K, V, R> intake) {
    InFlightRecord.Finished<ReceivedRecord<K, V>, R> finished = record.finished();
    shared.forwarder().forward(finished.content(), finished.result(), context);
    intake.forwarded(finished.content());
    if (intake.isObserved()) {
      shared
          .observer()
          .forwarded(
              Duration.ofMillis(System.currentTimeMillis() - finished.content().timestamp()),
              Duration.ofNanos(System.nanoTime() - record.receivedNanos()));
    }
  }
}

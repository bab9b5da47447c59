package io.cmaclip.streams.topology;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.streams.batching.InFlightQueue;
import io.cmaclip.streams.records.OutputRecord;
import io.cmaclip.streams.records.ReceivedRecord;
import io.cmaclip.streams.suspects.PartitionClaim;
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
 * Takes the listings of one partition in and forwards what came of them, in the order received. All
 * methods run on the stream thread; they wait only as {@link
 * io.cmaclip.streams.batching.IntakeWait} says. Kafka Streams may close a processor and initialise
 * it again (after a commit that timed out), so everything begins anew in {@link #init}.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(ClassifyProcessor.class);
  private static final Duration FORWARD_INTERVAL = Duration.ofMillis(5);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Classification classification;
  private ProcessorContext<byte[], byte[]> context;
  private InFlightQueue<InFlightListing> queue;
  private PartitionClaim claim;
  private Cancellable punctuation;
  private long retryAt = System.nanoTime();

  ClassifyProcessor(Classification classification) {
    this.classification = classification;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> taskContext) {
    context = taskContext;
    queue = classification.newQueue();
    punctuation = null;
    TopicPartition partition =
        new TopicPartition(classification.topics().listings(), taskContext.taskId().partition());
    classification.inFlight().register(partition, queue);
    claim = classification.claim(partition);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    classification.intakeWait().awaitRoom(queue, this::forwardFinished);
    RecordMetadata source = context.recordMetadata().orElseThrow();
    InFlightListing listing =
        classification.receive(
            new ReceivedRecord(
                record.key(),
                record.value(),
                record.headers(),
                record.timestamp(),
                new TopicPartition(source.topic(), source.partition()),
                source.offset()),
            claim);
    queue.add(listing);
    claim.received(listing.offset());
    classification.observer().received();
    classification.intake().accept(listing);
    forwardFinished();
    if (!queue.isEmpty() && punctuation == null) {
      punctuation =
          context.schedule(
              FORWARD_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> forwardOnPunctuation());
    }
  }

  /** Drops what is in flight and forwards nothing: it comes again from the lowered offset. */
  @Override
  public void close() {
    stopPunctuation();
    if (queue != null) {
      queue.discardAll();
      claim.release();
    }
  }

  /** A punctuation makes Kafka Streams commit, so an idle partition has none. */
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
      for (InFlightListing listing = queue.peekFinished();
          listing != null;
          listing = queue.peekFinished()) {
        for (OutputRecord output :
            classification.records().of(listing.received(), listing.outcome())) {
          context.forward(output.toStreams(), output.sink());
        }
        classification
            .observer()
            .forwarded(
                Duration.ofMillis(System.currentTimeMillis() - listing.received().timestamp()),
                Duration.ofNanos(System.nanoTime() - listing.receivedNanos()));
        queue.remove();
      }
    } catch (RegistryUnavailableException away) {
      LOG.warn(
          "task {}: outputs wait for the schema registry: {}", context.taskId(), away.getMessage());
      retryAt = System.nanoTime() + RETRY_NANOS;
    }
  }
}

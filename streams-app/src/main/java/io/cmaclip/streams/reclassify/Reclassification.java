package io.cmaclip.streams.reclassify;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.streams.produce.Pace;
import io.cmaclip.streams.topics.CommittedRecords;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the answers, selects keys, finds the last listing of each, and copies it to the input topic
 * of low priority, into the same partition and with the offset of the original. Only the listings
 * that exist at the start are considered. Owned by one thread.
 */
public final class Reclassification {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Progress of the sending. */
  public interface Progress {
    /**
     * Selection and search are done.
     *
     * @param listings number of listings to send
     */
    void found(long listings);

    void sent(long listings);
  }

  private final ReclassifyRequest request;
  private final Deserializer<ListingAttributes> answers;
  private final Map<String, Object> consumerProperties;
  private final Map<String, Object> producerProperties;
  private final BooleanSupplier isStopped;

  /**
   * @param answers Avro; not closed
   * @param consumerProperties consumer settings, including {@code bootstrap.servers}
   * @param producerProperties producer settings, including {@code bootstrap.servers}
   * @param isStopped whether to stop before the next listing
   */
  public Reclassification(
      ReclassifyRequest request,
      Deserializer<ListingAttributes> answers,
      Map<String, Object> consumerProperties,
      Map<String, Object> producerProperties,
      BooleanSupplier isStopped) {
    this.request = request;
    this.answers = answers;
    this.consumerProperties = Map.copyOf(consumerProperties);
    this.producerProperties = new HashMap<>(producerProperties);
    this.producerProperties.putIfAbsent("max.request.size", 64 << 20);
    this.producerProperties.putIfAbsent("buffer.memory", 128L << 20);
    this.isStopped = isStopped;
  }

  /**
   * Runs it.
   *
   * @throws org.apache.kafka.common.KafkaException if a listing cannot be sent
   */
  public ReclassifyReport run(Progress progress) throws InterruptedException {
    Set<ByteBuffer> known = new HashSet<>();
    Set<ByteBuffer> selected = new HashSet<>();
    readAll(
        request.topics().attributes(),
        record -> {
          ByteBuffer key = ByteBuffer.wrap(record.key());
          if (record.value() == null) {
            known.remove(key);
            selected.remove(key);
            return;
          }
          known.add(key);
          ListingAttributes answer = answers.deserialize(record.topic(), record.value());
          if (request.selection().matches(record.key(), answer)) {
            selected.add(key);
          } else {
            selected.remove(key);
          }
        });
    Map<TopicPartition, Set<Long>> last = lastOffsets(selected);
    long found = last.values().stream().mapToLong(Set::size).sum();
    progress.found(found);
    long sent = request.dryRun() || found == 0 ? 0 : send(last, found, progress);
    return new ReclassifyReport(
        known.size(),
        selected.size(),
        selected.size() - found,
        sent,
        request.dryRun() || sent == found);
  }

  /** Offsets of the last listing of each key that is not deleted. */
  private Map<TopicPartition, Set<Long>> lastOffsets(Set<ByteBuffer> keys) {
    Map<ByteBuffer, ConsumerRecord<?, ?>> last = new HashMap<>();
    readAll(
        request.topics().listings(),
        record -> {
          if (record.key() == null || !keys.contains(ByteBuffer.wrap(record.key()))) {
            return;
          }
          ByteBuffer key = ByteBuffer.wrap(record.key());
          if (record.value() == null) {
            last.remove(key);
          } else {
            last.put(key, withoutContent(record));
          }
        });
    Map<TopicPartition, Set<Long>> offsets = new HashMap<>();
    last.values()
        .forEach(
            record ->
                offsets
                    .computeIfAbsent(
                        new TopicPartition(record.topic(), record.partition()),
                        partition -> new HashSet<>())
                    .add(record.offset()));
    return offsets;
  }

  private static ConsumerRecord<?, ?> withoutContent(ConsumerRecord<?, ?> record) {
    return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), null, null);
  }

  private long send(Map<TopicPartition, Set<Long>> offsets, long count, Progress progress)
      throws InterruptedException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                producerProperties, new ByteArraySerializer(), new ByteArraySerializer());
        CommittedRecords listings =
            CommittedRecords.ofPartitions(
                consumerProperties, List.copyOf(offsets.keySet()), POLL)) {
      Pace pace = Pace.of(request.perSecond());
      while (sent < count && !isStopped.getAsBoolean()) {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        listings.poll(POLL, polled::add);
        for (ConsumerRecord<byte[], byte[]> listing : polled) {
          TopicPartition partition = new TopicPartition(listing.topic(), listing.partition());
          if (isStopped.getAsBoolean() || !offsets.get(partition).contains(listing.offset())) {
            continue;
          }
          pace.await();
          var unused =
              producer.send(
                  copy(listing),
                  (metadata, problem) -> {
                    if (problem != null) {
                      failure.compareAndSet(null, problem);
                    }
                  });
          sent++;
          progress.sent(1);
        }
        if (failure.get() != null) {
          break;
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new KafkaException(
          "a listing could not be sent: " + failure.get().getMessage(), failure.get());
    }
    return sent;
  }

  private ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> listing) {
    Headers headers = new RecordHeaders(listing.headers());
    SourceOffset.add(headers, listing.offset());
    if (request.review()) {
      ReviewRequest.add(headers);
    }
    return new ProducerRecord<>(
        request.topic(),
        listing.partition(),
        listing.timestamp(),
        listing.key(),
        listing.value(),
        headers);
  }

  private void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    try (CommittedRecords records = CommittedRecords.of(consumerProperties, List.of(topic), POLL)) {
      records.drain(receiver);
    }
  }
}

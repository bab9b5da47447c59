package io.cmaclip.streams.events;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.SourceRecord;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.mapping.ListingEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads listings again from the records that they came in, within limits of time and size.
 * Thread-safe; one read at a time, and the last few listings are cached.
 */
public final class SourceListings implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(3);
  private static final int LARGEST_RECORD = 16 << 20;
  private static final long CACHE_BYTES = 32L << 20;

  private record Read(ProductListing listing, int bytes) {}

  private final Map<String, ListingReader> readers;
  private final Map<String, Object> properties;
  private final Cache<SourceRecord, Read> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((SourceRecord source, Read read) -> read.bytes())
          .executor(Runnable::run)
          .build();
  private KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Opens the input topics of a service. No connection is made before the first read.
   *
   * @param inputs settings by topic; no other topic is read
   * @param serdes not owned
   * @param properties consumer settings, including {@code bootstrap.servers}
   */
  public static SourceListings open(
      Map<String, InputSettings> inputs, EventSerdes serdes, Map<String, Object> properties) {
    Map<String, ListingReader> readers = new HashMap<>(new InputReaders(inputs).open(serdes));
    ListingReader own = new ProductListingReader(serdes.serde(ProductListing.class).deserializer());
    inputs.keySet().forEach(topic -> readers.putIfAbsent(topic, own));
    return new SourceListings(readers, properties);
  }

  private SourceListings(Map<String, ListingReader> readers, Map<String, Object> properties) {
    this.readers = Map.copyOf(readers);
    this.properties = new HashMap<>(properties);
    this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    this.properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIME_LIMIT.toMillis());
    // A broker sends at least one batch, and with this limit no second one.
    this.properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
    this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /**
   * Reads a listing.
   *
   * @throws SourceUnavailableException if the record is gone, too large, not a listing, or not read
   *     in time
   */
  public synchronized ProductListing read(SourceRecord source) throws SourceUnavailableException {
    Read known = cache.getIfPresent(source);
    if (known != null) {
      return known.listing();
    }
    ListingReader reader = readers.get(source.getTopic());
    if (reader == null) {
      throw new SourceUnavailableException(source.getTopic() + " is not an input topic");
    }
    try {
      ConsumerRecord<byte[], byte[]> record = fetch(source);
      ListingEvent event = reader.read(received(record));
      if (event instanceof ListingEvent.Changed changed) {
        cache.put(source, new Read(changed.listing(), record.value().length));
        return changed.listing();
      }
    } catch (RuntimeException e) {
      disconnect();
      throw new SourceUnavailableException("the source record cannot be read", e);
    }
    throw new SourceUnavailableException("the source record holds no listing");
  }

  private ConsumerRecord<byte[], byte[]> fetch(SourceRecord source)
      throws SourceUnavailableException {
    TopicPartition partition = new TopicPartition(source.getTopic(), source.getPartition());
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, source.getOffset());
    long end = System.nanoTime() + TIME_LIMIT.toNanos();
    for (long left = TIME_LIMIT.toNanos(); left > 0; left = end - System.nanoTime()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
        if (record.offset() != source.getOffset() || record.value() == null) {
          throw new SourceUnavailableException("the source record is gone");
        }
        if (record.value().length > LARGEST_RECORD) {
          throw new SourceUnavailableException("the source record is larger than 16 MiB");
        }
        return record;
      }
    }
    throw new SourceUnavailableException(
        "the source record was not read within " + TIME_LIMIT.toSeconds() + " seconds");
  }

  private static ReceivedRecord<byte[], byte[]> received(ConsumerRecord<byte[], byte[]> record) {
    return new ReceivedRecord<>(
        record.key(),
        record.value(),
        record.headers(),
        record.timestamp(),
        new TopicPartition(record.topic(), record.partition()),
        record.offset());
  }

  private void disconnect() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }

  @Override
  public synchronized void close() {
    disconnect();
  }
}

package io.cmaclip.streams.produce;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes listings to a topic, keyed by listing id. For any thread. */
public final class ListingProducer implements AutoCloseable {
  /** Above the largest image that the decoders accept. */
  private static final int MAX_REQUEST_BYTES = 64 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Serializer<ProductListing> serializer;
  private final String topic;
  private final InstantSource clock;

  /**
   * @param properties producer settings, including {@code bootstrap.servers}
   * @param serdes not owned
   */
  public ListingProducer(
      Map<String, Object> properties, EventSerdes serdes, String topic, InstantSource clock) {
    this.producer =
        new KafkaProducer<>(
            withDefaults(properties), new ByteArraySerializer(), new ByteArraySerializer());
    this.serializer = serdes.serde(ProductListing.class).serializer();
    this.topic = topic;
    this.clock = clock;
  }

  /** Settings for large records, which those of the user override. */
  static Map<String, Object> withDefaults(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 16);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
    all.putAll(properties);
    return all;
  }

  /**
   * Sends a listing; returns once it is buffered.
   *
   * @param whenWritten called on the producer's thread
   * @return position of the record, or the failure
   */
  public Future<RecordMetadata> send(Listing listing, Callback whenWritten) {
    byte[] key = listing.id().getBytes(StandardCharsets.UTF_8);
    return sendRaw(key, bytes(listing), whenWritten);
  }

  /** The serialized event of a listing. */
  public byte[] bytes(Listing listing) {
    return serializer.serialize(topic, ListingEvents.of(listing, clock.instant()));
  }

  /** Sends arbitrary bytes, for tests of faulty producers. */
  public Future<RecordMetadata> sendRaw(byte[] key, byte[] value, Callback whenWritten) {
    return producer.send(new ProducerRecord<>(topic, key, value), whenWritten);
  }

  /** Waits until every record sent is written or has failed. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}

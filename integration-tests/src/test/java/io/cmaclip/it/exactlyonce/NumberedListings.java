package io.cmaclip.it.exactlyonce;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes listings whose update time is their number, which identifies the listing of an answer. */
final class NumberedListings implements AutoCloseable {
  static final int KEYS = 400;

  private final EventSerdes serdes;
  private final Serializer<ProductListing> serializer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();

  NumberedListings(TestCluster cluster) {
    serdes = cluster.serdes();
    serializer = serdes.serde(ProductListing.class).serializer();
    producer =
        new KafkaProducer<>(
            new HashMap<String, Object>(
                Map.of(
                    "bootstrap.servers",
                    cluster.bootstrap(),
                    "linger.ms",
                    5,
                    "max.request.size",
                    16 << 20,
                    "buffer.memory",
                    64 << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Title-only listings {@code from} to {@code to - 1}, spread over {@link #KEYS} keys. */
  void send(int from, int to) {
    for (int number = from; number < to; number++) {
      String key = key(number);
      send(key, bytes(listing(key, number)));
    }
    flush();
  }

  void send(String key, byte[] value) {
    send(new ProducerRecord<>(TopicNames.DEFAULT.listings(), utf8(key), value));
  }

  /** Sends to the partition of the number; all listings of a key go to the same partition. */
  void sendToPartition(int number, ProductListing listing) {
    send(
        new ProducerRecord<>(
            TopicNames.DEFAULT.listings(),
            number % TestCluster.PARTITIONS,
            utf8(listing.getListingId()),
            bytes(listing)));
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                firstFailure.compareAndSet(null, failure);
              }
            });
  }

  /** Waits until the broker has acknowledged all records. */
  void flush() {
    producer.flush();
    if (firstFailure.get() != null) {
      throw new IllegalStateException(firstFailure.get());
    }
  }

  byte[] bytes(ProductListing listing) {
    return serializer.serialize(TopicNames.DEFAULT.listings(), listing);
  }

  static String key(int number) {
    return "k" + number % KEYS;
  }

  static ProductListing listing(String id, int number, byte[]... files) {
    List<ListingImage> images = new ArrayList<>();
    for (byte[] file : files) {
      images.add(new ListingImage(null, ByteBuffer.wrap(file), null));
    }
    return new ProductListing(
        id, "listing " + number, null, images, null, Map.of(), Instant.ofEpochMilli(number));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    serdes.close();
  }
}

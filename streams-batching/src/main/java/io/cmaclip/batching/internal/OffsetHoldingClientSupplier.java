package io.cmaclip.batching.internal;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates Kafka clients that commit no offset of a record in flight and do not poll partitions at
 * their limit. Kafka Streams calls all methods of a client on its stream thread.
 */
public final class OffsetHoldingClientSupplier implements KafkaClientSupplier {
  private final InFlightPartitions inFlight;

  public OffsetHoldingClientSupplier(InFlightPartitions inFlight) {
    this.inFlight = inFlight;
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return OffsetHoldingProducer.around(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
        inFlight);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return OffsetHoldingConsumer.around(plainConsumer(config), inFlight);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return plainConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return plainConsumer(config);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  private static Consumer<byte[], byte[]> plainConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

package io.cmaclip.schemas.serde;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** Confluent's serializer with this module's exceptions. */
record ConfluentSerializer<T>(Serializer<T> serializer) implements Serializer<T> {
  @Override
  public byte[] serialize(String topic, T event) {
    return serialize(topic, null, event);
  }

  @Override
  public byte[] serialize(String topic, Headers headers, T event) {
    try {
      return serializer.serialize(topic, headers, event);
    } catch (RuntimeException failure) {
      throw ConfluentFailures.whenWriting(failure);
    }
  }

  @Override
  public void close() {
    serializer.close();
  }
}

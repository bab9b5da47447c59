package io.cmaclip.schemas.serde;

import org.apache.kafka.common.serialization.Serializer;

/** Somebody else's serializer, failing as ours does. */
record ForeignSerializer<T>(Serializer<T> serializer) implements Serializer<T> {
  @Override
  public byte[] serialize(String topic, T event) {
    try {
      return serializer.serialize(topic, event);
    } catch (RuntimeException failure) {
      throw ForeignFailures.whenWriting(failure);
    }
  }

  @Override
  public void close() {
    serializer.close();
  }
}

package io.cmaclip.schemas.serde;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Confluent's deserializer with this module's exceptions, for one expected class. */
record ConfluentDeserializer<T>(Class<T> type, Deserializer<?> deserializer)
    implements Deserializer<T> {
  @Override
  public T deserialize(String topic, byte[] bytes) {
    return deserialize(topic, null, bytes);
  }

  @Override
  public T deserialize(String topic, Headers headers, byte[] bytes) {
    Object event;
    try {
      event = deserializer.deserialize(topic, headers, bytes);
    } catch (RuntimeException failure) {
      throw ConfluentFailures.whenReading(failure);
    }
    if (event != null && !type.isInstance(event)) {
      throw new UndecodableRecordException(
          "holds " + event.getClass().getName() + " where " + type.getName() + " is expected");
    }
    return type.cast(event);
  }

  @Override
  public void close() {
    deserializer.close();
  }
}

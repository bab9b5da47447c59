package io.cmaclip.streams.topics;

/**
 * Largest record of each output topic, in bytes: the smaller of the producer's {@code
 * max.request.size} and the topic's {@code max.message.bytes}.
 */
public record RecordLimits(int attributes, int review, int deadLetter) {
  /** Kafka's default of the producer: 1,048,576 bytes. */
  public static final RecordLimits DEFAULT = new RecordLimits(1 << 20, 1 << 20, 1 << 20);
}

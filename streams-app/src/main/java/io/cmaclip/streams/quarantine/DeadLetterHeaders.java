package io.cmaclip.streams.quarantine;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers of a dead letter. Those of Kafka Streams have the names its own handlers write. */
public final class DeadLetterHeaders {
  /** Topic the record came from. */
  public static final String TOPIC = "__streams.errors.topic";

  /** Its partition, decimal. */
  public static final String PARTITION = "__streams.errors.partition";

  /** Its offset, decimal. */
  public static final String OFFSET = "__streams.errors.offset";

  /** Class name of what was thrown. */
  public static final String EXCEPTION = "__streams.errors.exception";

  /** Its message, at most 1,000 characters. */
  public static final String MESSAGE = "__streams.errors.message";

  /** A {@link DeadLetterReason}. */
  public static final String REASON = "cmaclip.reason";

  /** Present when the value was cut to fit: its original length in bytes, decimal. */
  public static final String VALUE_CUT = "cmaclip.value-cut-from";

  /** Present when the key was cut to fit: its original length in bytes, decimal. */
  public static final String KEY_CUT = "cmaclip.key-cut-from";

  /** Present when the original headers were left out to fit: how many there were, decimal. */
  public static final String HEADERS_DROPPED = "cmaclip.headers-dropped";

  private DeadLetterHeaders() {}

  /** What a header says; null when the record lacks it. */
  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}

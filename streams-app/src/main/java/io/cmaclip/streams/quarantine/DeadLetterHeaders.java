package io.cmaclip.streams.quarantine;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers of a dead letter, named as in the dead letters of Kafka Streams where it has them. */
public final class DeadLetterHeaders {
  /** Origin topic. */
  public static final String TOPIC = "__streams.errors.topic";

  /** Origin partition, decimal. */
  public static final String PARTITION = "__streams.errors.partition";

  /** Origin offset, decimal. */
  public static final String OFFSET = "__streams.errors.offset";

  /** Class name of the exception. */
  public static final String EXCEPTION = "__streams.errors.exception";

  /** Message of the exception, at most 1,000 characters. */
  public static final String MESSAGE = "__streams.errors.message";

  /** A {@link DeadLetterReason}. */
  public static final String REASON = "cmaclip.reason";

  /** Original length of a truncated value in bytes, decimal. */
  public static final String VALUE_CUT = "cmaclip.value-cut-from";

  /** Original length of a truncated key in bytes, decimal. */
  public static final String KEY_CUT = "cmaclip.key-cut-from";

  /** Number of original headers that were dropped to fit the record size, decimal. */
  public static final String HEADERS_DROPPED = "cmaclip.headers-dropped";

  private DeadLetterHeaders() {}

  /** The value of a header as text; null without the header. */
  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}

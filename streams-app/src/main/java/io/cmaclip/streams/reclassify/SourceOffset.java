package io.cmaclip.streams.reclassify;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The header of a listing to reclassify: its offset in the listings topic, decimal. It tells
 * whether the key has a newer listing.
 */
public final class SourceOffset {
  public static final String HEADER = "cmaclip.reclassify.offset";

  private SourceOffset() {}

  /** Adds the header. */
  static void add(Headers headers, long offset) {
    headers.add(HEADER, Long.toString(offset).getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty without the header, or if it is no number. */
  public static OptionalLong of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

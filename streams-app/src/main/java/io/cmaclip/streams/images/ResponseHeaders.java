package io.cmaclip.streams.images;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/** Headers of a response as browsers interpret them. */
final class ResponseHeaders {
  private static final int LONGEST_ETAG = 256;
  private static final Set<String> COMPRESSIONS =
      Set.of("br", "zstd", "deflate", "compress", "x-compress", "dcb", "dcz");

  private final HttpResponse response;

  ResponseHeaders(HttpResponse response) {
    this.response = response;
  }

  /** The ETag; null without one or if it is too long to keep. */
  String etag() {
    String etag = value(HttpHeaders.ETAG);
    return etag.isEmpty() || etag.length() > LONGEST_ETAG ? null : etag;
  }

  /**
   * The target of a redirect; empty without one. The header's bytes are read as UTF-8, or else kept
   * by percent-encoding.
   */
  String location() {
    byte[] bytes = value(HttpHeaders.LOCATION).getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      StringBuilder text = new StringBuilder();
      for (byte b : bytes) {
        text.append(b < 0 ? String.format("%%%02X", b & 0xFF) : String.valueOf((char) b));
      }
      return text.toString();
    }
  }

  boolean isGzip() {
    return encodings().stream().anyMatch(e -> e.equals("gzip") || e.equals("x-gzip"));
  }

  /**
   * A compression that is not supported; null without one. Other values of Content-Encoding, such
   * as {@code UTF-8} or {@code aws-chunked} on objects in cloud storage, have no meaning.
   */
  String unsupportedCompression() {
    return encodings().stream().filter(COMPRESSIONS::contains).findFirst().orElse(null);
  }

  /** The time until the host wants the next request; null if it does not say. */
  Duration retryAfter(Instant now) {
    String value = value(HttpHeaders.RETRY_AFTER);
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    Instant date = value.isEmpty() ? null : DateUtils.parseStandardDate(value);
    if (date == null) {
      return null;
    }
    return date.isBefore(now) ? Duration.ZERO : Duration.between(now, date);
  }

  /** Whether the quota of a rate limit is used up. */
  boolean isRateLimited() {
    return Stream.of("RateLimit-Remaining", "X-RateLimit-Remaining")
        .anyMatch(name -> value(name).equals("0"));
  }

  private List<String> encodings() {
    return Stream.of(value(HttpHeaders.CONTENT_ENCODING).toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .toList();
  }

  private String value(String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue().strip();
  }
}

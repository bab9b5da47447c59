package io.cmaclip.streams.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads JSON of untrusted sources as maps, lists, texts, numbers, booleans and nulls. */
public final class PlainJson {
  static final int MAX_DEPTH = 200;
  private static final int MAX_TEXT_CHARS = 100_000_000;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_TEXT_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Object.class);

  private PlainJson() {}

  /**
   * Reads a text.
   *
   * @throws JsonProcessingException if it is not JSON, or nests deeper than 200 levels
   */
  public static Object read(String text) throws JsonProcessingException {
    return READER.readValue(text);
  }

  /**
   * Reads UTF-8.
   *
   * @throws IOException if it is not JSON, or nests deeper than 200 levels
   */
  public static Object read(byte[] bytes, int offset, int length) throws IOException {
    return READER.readValue(bytes, offset, length);
  }
}

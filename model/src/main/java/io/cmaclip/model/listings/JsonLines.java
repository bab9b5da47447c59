package io.cmaclip.model.listings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * JSON Lines: one JSON object per line. Accepts the numbers NaN and Infinity that Python writes.
 */
final class JsonLines implements MetadataFormat {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  @Override
  public boolean reads(String fileName) {
    return fileName.endsWith(".jsonl") || fileName.endsWith(".ndjson");
  }

  @Override
  public MetadataRows open(InputStream in) {
    return new Rows(new LineReader(in));
  }

  private record Rows(LineReader lines) implements MetadataRows {
    @Override
    public MetadataRow next() throws IOException {
      byte[] bytes = lines.next();
      while (bytes != null && !lines.tooLong() && isBlank(bytes)) {
        bytes = lines.next();
      }
      return bytes == null ? null : row(bytes);
    }

    private MetadataRow row(byte[] bytes) {
      long line = lines.line();
      if (lines.tooLong()) {
        return MetadataRow.bad(line, "longer than " + LineReader.MAX_LINE + " bytes");
      }
      int start = start(bytes);
      try {
        JsonNode node = JSON.readTree(bytes, start, bytes.length - start);
        return node instanceof ObjectNode values
            ? MetadataRow.good(line, values)
            : MetadataRow.bad(line, "not a JSON object");
      } catch (JsonProcessingException e) {
        String hint =
            line == 1 && bytes.length > start && bytes[start] == '['
                ? "a JSON array, but each line must be an object of its own: "
                : "";
        return MetadataRow.bad(line, hint + "not JSON: " + e.getOriginalMessage());
      } catch (IOException e) {
        // Reading from memory fails only if the bytes are not UTF-8.
        return MetadataRow.bad(line, "not UTF-8: " + e.getMessage());
      }
    }

    private boolean isBlank(byte[] bytes) {
      for (int i = start(bytes); i < bytes.length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
          return false;
        }
      }
      return true;
    }

    private int start(byte[] bytes) {
      boolean mark =
          lines.line() == 1
              && bytes.length >= 3
              && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
      return mark ? BYTE_ORDER_MARK.length : 0;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}

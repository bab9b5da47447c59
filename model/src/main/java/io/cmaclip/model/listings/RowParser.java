package io.cmaclip.model.listings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads lines of metadata in their order. Owned by one thread: it remembers the ids it has seen.
 */
final class RowParser {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Map<String, Long> seen = new HashMap<>();

  /** The line as a row; null when it is blank. */
  ListingRow parse(long line, byte[] bytes, boolean tooLong) {
    if (tooLong) {
      return ListingRow.bad(line, "longer than " + LineReader.MAX_LINE + " bytes");
    }
    int start = line == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    if (isBlank(bytes, start)) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(bytes, start, bytes.length - start);
      if (!node.isObject()) {
        throw new BadField("not a JSON object");
      }
      return ListingRow.good(line, listing(line, node));
    } catch (JsonProcessingException e) {
      return ListingRow.bad(line, "not JSON: " + e.getOriginalMessage());
    } catch (BadField e) {
      return ListingRow.bad(line, e.getMessage());
    } catch (IOException e) {
      // Reading from memory fails only where the bytes are not UTF-8.
      return ListingRow.bad(line, "not UTF-8: " + e.getMessage());
    }
  }

  private Listing listing(long line, JsonNode row) throws BadField {
    String fileName = null;
    String id = null;
    String title = null;
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      String value = text(field.getKey(), field.getValue());
      switch (field.getKey()) {
        case "file_name" -> fileName = value;
        case "id" -> id = value;
        case "title" -> title = value;
        default -> {
          if (value != null) {
            fields.put(field.getKey(), value);
          }
        }
      }
    }
    if (fileName != null) {
      checkInside(fileName);
    }
    if (id == null) {
      id = fileName;
    }
    if (id == null) {
      throw new BadField("field id is missing, and there is no file_name to stand for it");
    }
    Long before = seen.putIfAbsent(id, line);
    if (before != null) {
      throw new BadField("field id = " + id + ": stands in line " + before + " too");
    }
    return new Listing(
        id, title == null ? "" : title, fileName, null, Collections.unmodifiableMap(fields));
  }

  /** The value as text; null when it is null or empty. */
  private static String text(String field, JsonNode value) throws BadField {
    if (value.isNull()) {
      return null;
    }
    if (value.isContainerNode()) {
      throw new BadField(
          "field "
              + field
              + ": must be text, a number or null, not "
              + (value.isArray() ? "a list" : "an object"));
    }
    String text = value.asText();
    return text.isEmpty() ? null : text;
  }

  private static void checkInside(String fileName) throws BadField {
    boolean inside =
        !fileName.startsWith("/")
            && fileName.indexOf('\0') < 0
            && Arrays.stream(fileName.split("/", -1)).noneMatch(".."::equals);
    if (!inside) {
      throw new BadField("field file_name = " + fileName + ": must be a path inside the data set");
    }
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
  }

  /** Whether there is nothing but blanks from {@code start} on. */
  static boolean isBlank(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static final class BadField extends Exception {
    BadField(String message) {
      super(message);
    }
  }
}

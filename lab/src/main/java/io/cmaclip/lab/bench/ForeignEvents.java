package io.cmaclip.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cmaclip.model.listings.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Title-only events as other systems write them, in JSON. Thread-safe. */
final class ForeignEvents {
  private static final String TIME = "2026-01-02T03:04:05Z";
  private static final long MILLIS = 1_767_323_045_000L;
  private static final JsonMapper JSON = new JsonMapper();

  /** Nine fields, as docs/own-events.md shows them. */
  private static final String MAPPING =
      """
      id: sku
      title: name
      description: text
      images: "[photo, cdn ? cdn & sku & '.jpg']"
      category: department
      attributes:
        brand: brand.name
      updated-at: changed
      delete: kind = 'gone'
      ignore: kind = 'stock'
      """;

  private ForeignEvents() {}

  /** Writes the mapping of {@link #shop} and returns its path. */
  static Path mapping(Path folder) throws IOException {
    return Files.writeString(folder.resolve("shop.yaml"), MAPPING);
  }

  /** An event of a shop: the mapped fields and others. */
  static byte[] shop(Listing listing) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("sku", listing.id());
    event.put("kind", "changed");
    event.put("name", listing.title());
    event.put("text", "Soft, light and easy to wash. Model wears size M.");
    event.put("department", "women");
    event.put("brand", Map.of("name", "Example", "country", "PT"));
    event.put("price", Map.of("amount", 39.9, "currency", "EUR"));
    event.put("sizes", List.of("XS", "S", "M", "L"));
    event.put("photo", null);
    event.put("changed", TIME);
    return bytes(event);
  }

  /** Debezium's change event of a row, without its schema. */
  static byte[] debezium(Listing listing) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", listing.id());
    row.put("title", listing.title());
    row.put("image", null);
    row.put("price", "39.90");
    row.put("updated_at", TIME);
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("version", "3.3.1.Final");
    source.put("connector", "postgresql");
    source.put("name", "catalogue");
    source.put("ts_ms", MILLIS);
    source.put("snapshot", "false");
    source.put("db", "shop");
    source.put("schema", "public");
    source.put("table", "products");
    source.put("lsn", 123_456_789L);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("before", null);
    event.put("after", row);
    event.put("source", Collections.unmodifiableMap(source));
    event.put("op", "u");
    event.put("ts_ms", MILLIS);
    event.put("transaction", null);
    return bytes(event);
  }

  private static byte[] bytes(Map<String, Object> event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cmaclip.model.listings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Turns rows of metadata into listings and rejects repeated ids. Confined to one thread. */
final class RowParser {
  /** Texts that stand for a missing number, as Python prints them. */
  private static final Set<String> MISSING = Set.of("", "NaN", "nan", "<NA>");

  private static final double LARGEST_EXACT = 1L << 53;

  private final Columns columns;
  private final boolean severalFiles;
  private final Map<String, String> seen = new HashMap<>();

  RowParser(Columns columns, boolean severalFiles) {
    this.columns = columns;
    this.severalFiles = severalFiles;
  }

  /**
   * The listing of a row, or why it has none.
   *
   * @param folder path to put before the image's path
   */
  ListingRow parse(MetadataRow row, String file, String folder) {
    if (row.problem() != null) {
      return new ListingRow(file, row.line(), null, row.problem());
    }
    try {
      Listing listing = listing(row, folder);
      String place = severalFiles ? file + " " : "";
      String where = seen.putIfAbsent(listing.id(), place + "line " + row.line());
      if (where != null) {
        throw new BadField("field id = " + listing.id() + ": also in " + where);
      }
      return new ListingRow(file, row.line(), listing, null);
    } catch (BadField e) {
      return new ListingRow(file, row.line(), null, e.getMessage());
    }
  }

  private Listing listing(MetadataRow row, String folder) throws BadField {
    String fileName = null;
    String id = null;
    String title = null;
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : row.values().properties()) {
      String column = field.getKey();
      if (column.equals(columns.image())) {
        fileName = path(column, field.getValue());
      } else if (column.equals(columns.id())) {
        id = text(column, field.getValue());
      } else if (column.equals(columns.title())) {
        title = text(column, field.getValue());
      } else if (columns.isField(column)) {
        String value = text(column, field.getValue());
        if (value != null) {
          fields.put(column, value);
        }
      }
    }
    fileName = fileName == null ? null : folder + fileName;
    id = id == null ? fileName : id;
    if (id == null) {
      throw new BadField("field id is missing, and there is no file_name to stand for it");
    }
    return new Listing(
        id, title == null ? "" : title, fileName, null, Collections.unmodifiableMap(fields));
  }

  /** The value as text; null when it is missing. A list counts as its only value, if any. */
  static String text(String field, JsonNode value) throws BadField {
    if (value.isArray() && value.size() < 2) {
      return value.isEmpty() ? null : text(field, value.get(0));
    }
    if (value.isContainerNode()) {
      throw new BadField(
          "field "
              + field
              + ": must be text, a number or null, not "
              + (value.isArray() ? "a list" : "an object"));
    }
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isFloatingPointNumber()) {
      double number = value.doubleValue();
      if (!Double.isFinite(number)) {
        return null;
      }
      // pandas turns whole numbers into floats if their column has missing values.
      return number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT
          ? Long.toString((long) number)
          : value.asText();
    }
    String text = value.asText();
    return MISSING.contains(text) ? null : text;
  }

  /** The path of the image with {@code /} between folders; of a list, its first path. */
  private static String path(String field, JsonNode value) throws BadField {
    if (value.isArray()) {
      return value.isEmpty() ? null : path(field, value.get(0));
    }
    if (value.isObject()) {
      throw new BadField("field " + field + ": must be the path of an image file, not an object");
    }
    String given = text(field, value);
    if (given == null) {
      return null;
    }
    String path = given.replace('\\', '/');
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    boolean inside =
        !path.startsWith("/")
            && !path.matches("[A-Za-z]:.*")
            && path.indexOf('\0') < 0
            && Arrays.stream(path.split("/", -1)).noneMatch(".."::equals);
    if (!inside) {
      throw new BadField("field " + field + " = " + given + ": must be a path inside the data set");
    }
    return path;
  }

  /** A value that makes its row bad. */
  static final class BadField extends Exception {
    BadField(String message) {
      super(message);
    }
  }
}

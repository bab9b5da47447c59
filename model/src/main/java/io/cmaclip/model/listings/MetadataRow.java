package io.cmaclip.model.listings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row of a metadata file.
 *
 * @param line line or row number in the file, from 1
 * @param values by column; null for a bad row
 * @param problem why the row is bad; null for a good row
 */
public record MetadataRow(long line, ObjectNode values, String problem) {
  /** A row that could be read. Missing values are absent or {@link JsonNode#isNull null}. */
  public static MetadataRow good(long line, ObjectNode values) {
    return new MetadataRow(line, values, null);
  }

  /** A row that could not be read. */
  public static MetadataRow bad(long line, String problem) {
    return new MetadataRow(line, null, problem);
  }
}

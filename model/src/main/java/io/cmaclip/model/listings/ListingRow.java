package io.cmaclip.model.listings;

/**
 * One row of the metadata: a listing, or the reason why the row is bad.
 *
 * @param file metadata file of the row
 * @param line line or row number, from 1
 * @param listing without its image; null when the row is bad
 * @param problem field and reason; null when the row is good
 */
public record ListingRow(String file, long line, Listing listing, String problem) {
  public boolean isGood() {
    return problem == null;
  }
}

package io.cmaclip.model.listings;

/**
 * One line of the metadata file: a listing or an error.
 *
 * @param line counted from 1
 * @param listing without its image; null when the line is invalid
 * @param problem field and reason; null when the line is valid
 */
public record ListingRow(long line, Listing listing, String problem) {
  static ListingRow good(long line, Listing listing) {
    return new ListingRow(line, listing, null);
  }

  static ListingRow bad(long line, String problem) {
    return new ListingRow(line, null, problem);
  }

  public boolean isGood() {
    return problem == null;
  }
}

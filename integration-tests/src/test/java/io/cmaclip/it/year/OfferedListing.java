package io.cmaclip.it.year;

import io.cmaclip.model.listings.Listing;
import java.util.Map;

/**
 * A listing of the stream with its true labels.
 *
 * @param week in which it is first sent, from 1
 * @param listing without labels, as sellers send it
 * @param truth label by task, as the shop names it in that week; a few labels are not known
 */
record OfferedListing(int week, Listing listing, Map<String, String> truth) {
  String id() {
    return listing.id();
  }
}

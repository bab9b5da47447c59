package io.cmaclip.console.queue;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import java.util.List;

/**
 * What orders, filters and identifies an item. The item itself, with its images, stays on disk.
 *
 * @param priority higher comes first
 * @param updatedAt when the listing changed, milliseconds since 1970
 * @param processedAt when the answer was made, milliseconds since 1970
 * @param contentHash hash of title and images; empty if not known
 * @param model fingerprint of the model
 * @param facets what {@link ItemFilter} can ask for, as {@link Facets#of} writes it
 */
record ItemFacts(
    double priority,
    long updatedAt,
    long processedAt,
    String contentHash,
    String model,
    List<String> facets) {

  static ItemFacts of(ReviewItem item) {
    ListingAttributes answer = item.getAttributes();
    return new ItemFacts(
        item.getPriority(),
        answer.getListingUpdatedAt().toEpochMilli(),
        answer.getProcessedAt().toEpochMilli(),
        answer.getContentHash(),
        answer.getModel().getFingerprint(),
        Facets.of(item));
  }

  /** Identifies the answer that a reviewer sees. */
  String version() {
    return updatedAt + "." + processedAt + "." + contentHash;
  }

  /** Whether {@code answer} makes the item out of date: other content, or another model. */
  boolean areSupersededBy(ListingAttributes answer) {
    long updated = answer.getListingUpdatedAt().toEpochMilli();
    if (updated < updatedAt || answer.getProcessedAt().toEpochMilli() <= processedAt) {
      return false;
    }
    return updated > updatedAt
        || !answer.getContentHash().equals(contentHash)
        || !answer.getModel().getFingerprint().equals(model);
  }
}

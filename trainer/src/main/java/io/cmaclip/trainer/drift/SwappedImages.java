package io.cmaclip.trainer.drift;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.ListingSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The same listings, each with the image of another one. Thread-safe. */
final class SwappedImages {
  private final ListingSource source;

  /** By listing: the listing whose image it gets. */
  private final int[] partner;

  SwappedImages(ListingSource source, long seed) {
    this.source = source;
    this.partner = new int[source.size()];
    List<Integer> illustrated = new ArrayList<>();
    for (int i = 0; i < partner.length; i++) {
      partner[i] = i;
      PreparedListing listing = source.prepare(i);
      if (listing != null && listing.hasImage()) {
        illustrated.add(i);
      }
    }
    Collections.shuffle(illustrated, new Random(seed));
    for (int i = 0; i < illustrated.size(); i++) {
      partner[illustrated.get(i)] = illustrated.get((i + 1) % illustrated.size());
    }
  }

  /** Null when neither modality is usable. */
  PreparedListing prepare(int listing) {
    PreparedListing own = source.prepare(listing);
    if (own == null || !own.hasImage()) {
      return own;
    }
    return new PreparedListing(source.prepare(partner[listing]).pixels(), own.tokens());
  }
}

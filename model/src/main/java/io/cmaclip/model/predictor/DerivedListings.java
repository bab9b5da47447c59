package io.cmaclip.model.predictor;

import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Listings made from those of a self-test, to compare number formats on more than a few. */
final class DerivedListings {
  static final int COUNT = 128;
  private static final double DARKEST = 0.6;
  private static final double BRIGHTEST = 1.4;

  private DerivedListings() {}

  /**
   * Combines the images and titles of the given listings, each image brighter or darker. The same
   * listings give the same result.
   */
  static List<PreparedListing> of(List<PreparedListing> listings) {
    List<byte[]> images =
        listings.stream().filter(PreparedListing::hasImage).map(PreparedListing::pixels).toList();
    List<int[]> titles =
        listings.stream().filter(PreparedListing::hasText).map(PreparedListing::tokens).toList();
    SplittableRandom random = new SplittableRandom(1);
    List<PreparedListing> derived = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] image =
          images.isEmpty()
              ? null
              : brightened(images.get(i % images.size()), random.nextDouble(DARKEST, BRIGHTEST));
      int[] title = titles.isEmpty() ? null : titles.get(random.nextInt(titles.size()));
      derived.add(new PreparedListing(image, title));
    }
    return derived;
  }

  private static byte[] brightened(byte[] levels, double gain) {
    byte[] changed = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      changed[i] = (byte) Math.min(255, Math.round((levels[i] & 0xFF) * gain));
    }
    return changed;
  }
}

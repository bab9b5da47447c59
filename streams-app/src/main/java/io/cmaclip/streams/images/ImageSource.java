package io.cmaclip.streams.images;

import io.cmaclip.events.ListingImage;
import java.util.List;

/** Gets the pictures of a listing. Called by preparation threads, several at once; may wait. */
@FunctionalInterface
public interface ImageSource {
  /**
   * The pictures at hand.
   *
   * @param images as the listing names them, at least one
   */
  ListingImages images(List<ListingImage> images);
}

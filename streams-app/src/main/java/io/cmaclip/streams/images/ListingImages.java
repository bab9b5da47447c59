package io.cmaclip.streams.images;

import java.util.List;

/**
 * The pictures of a listing that are at hand.
 *
 * @param pictures image files, in the listing's order
 * @param indexes where each stands in the listing's images, from 0
 * @param unfetched whether the listing names a picture by address that is not at hand
 */
public record ListingImages(List<byte[]> pictures, List<Integer> indexes, boolean unfetched) {
  public static final ListingImages NONE = new ListingImages(List.of(), List.of(), false);

  public ListingImages {
    pictures = List.copyOf(pictures);
    indexes = List.copyOf(indexes);
  }
}

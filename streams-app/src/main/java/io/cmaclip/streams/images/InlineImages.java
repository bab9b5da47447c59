package io.cmaclip.streams.images;

import io.cmaclip.events.ListingImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes pictures that travel inside the listing; one given by address alone counts as unfetched.
 */
public final class InlineImages implements ImageSource {
  @Override
  public ListingImages images(List<ListingImage> images) {
    List<byte[]> pictures = new ArrayList<>(images.size());
    List<Integer> indexes = new ArrayList<>(images.size());
    boolean unfetched = false;
    for (int i = 0; i < images.size(); i++) {
      ListingImage image = images.get(i);
      if (image.getBytes() != null) {
        pictures.add(bytes(image.getBytes()));
        indexes.add(i);
      } else if (image.getUrl() != null && !image.getUrl().isBlank()) {
        unfetched = true;
      }
    }
    return new ListingImages(pictures, indexes, unfetched);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}

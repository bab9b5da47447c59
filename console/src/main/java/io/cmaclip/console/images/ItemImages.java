package io.cmaclip.console.images;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.streams.events.SourceListings;
import io.cmaclip.streams.events.SourceUnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of review items: from the item, or from the source record if they were too large for it.
 * Nothing is fetched by URL. Thread-safe.
 */
public final class ItemImages {
  private final BrowserImages browser;
  private final SourceListings sources;

  /**
   * @param limits of image files
   * @param sources not owned
   */
  public ItemImages(ImageLimits limits, SourceListings sources) {
    this.browser = new BrowserImages(limits);
    this.sources = sources;
  }

  /** Whether an image has bytes somewhere: in the item or, by its SHA-256, in the source record. */
  public static boolean isStored(ReviewItem item, int index) {
    List<ListingImage> images = item.getListing().getImages();
    if (index >= images.size()) {
      return index < count(item);
    }
    ListingImage image = images.get(index);
    return image.getBytes() != null || (image.getSha256() != null && item.getSource() != null);
  }

  /** Number of images. An item that was too large has none, but tells which one the model used. */
  public static int count(ReviewItem item) {
    Integer used = item.getAttributes().getModalities().getImageIndex();
    int images = item.getListing().getImages().size();
    return images > 0 || used == null || item.getSource() == null ? images : used + 1;
  }

  /**
   * An image for the browser.
   *
   * @param index from 0
   * @throws ImageUnavailableException if there is no such image, or it cannot be read
   */
  public ImageFile forBrowser(ReviewItem item, int index) throws ImageUnavailableException {
    return browser.of(bytes(item, index));
  }

  /** Images that the model could use, in order; null for those that cannot be read. */
  public List<byte[]> forModel(ReviewItem item) {
    List<byte[]> files = new ArrayList<>();
    for (int index = 0; index < count(item); index++) {
      try {
        files.add(isStored(item, index) ? bytes(item, index) : null);
      } catch (ImageUnavailableException e) {
        files.add(null);
      }
    }
    return files;
  }

  private byte[] bytes(ReviewItem item, int index) throws ImageUnavailableException {
    if (index < 0 || index >= count(item)) {
      throw new ImageUnavailableException("the listing has no such image");
    }
    List<ListingImage> known = item.getListing().getImages();
    ListingImage image = index < known.size() ? known.get(index) : null;
    if (image != null && image.getBytes() != null) {
      return copy(image.getBytes());
    }
    if (!isStored(item, index)) {
      throw new ImageUnavailableException("the image is only named by its URL");
    }
    byte[] file = fromSource(item, index);
    if (image != null && !image.getSha256().equals(Checksum.of(file))) {
      throw new ImageUnavailableException("the source record holds another image");
    }
    return file;
  }

  private byte[] fromSource(ReviewItem item, int index) throws ImageUnavailableException {
    try {
      List<ListingImage> images = sources.read(item.getSource()).getImages();
      if (index < images.size() && images.get(index).getBytes() != null) {
        return copy(images.get(index).getBytes());
      }
    } catch (SourceUnavailableException e) {
      throw new ImageUnavailableException(e.getMessage(), e);
    }
    throw new ImageUnavailableException("the source record does not hold the image");
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }
}

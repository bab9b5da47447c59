package io.cmaclip.streams.unchanged;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.files.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashes of what the model sees of a listing. Two listings with the same hash have the same title
 * and the same images: inline bytes, or URL and declared SHA-256.
 *
 * @param title hash of the title
 * @param listing hash of title and images
 * @param origin where the images come from
 * @param images hash of each inline image, {@link Hash#NONE} for the others
 */
public record Content(Hash title, Hash listing, Origin origin, List<Hash> images) {
  /** Where the bytes of the images come from; later constants override earlier ones. */
  enum Origin {
    /** All are inline, or there is none. */
    INLINE,
    /** Some have a URL with a SHA-256, which the fetcher verifies. */
    VERIFIED,
    /** Some have a URL alone, whose image may change. */
    URL
  }

  public Content {
    images = List.copyOf(images);
  }

  /** The content of a listing. Takes about 2 ms per megabyte of inline images. */
  public static Content of(ProductListing listing) {
    Hash title = Hash.of(listing.getTitle());
    MessageDigest all = Checksum.sha256();
    add(all, title);
    Origin origin = Origin.INLINE;
    List<Hash> images = new ArrayList<>(listing.getImages().size());
    for (ListingImage image : listing.getImages()) {
      boolean isInline = image.getBytes() != null;
      Hash bytes = isInline ? Hash.of(image.getBytes()) : Hash.NONE;
      images.add(bytes);
      all.update((byte) (isInline ? 1 : 2));
      add(all, isInline ? bytes : Hash.of(text(image.getUrl())));
      if (!isInline) {
        add(all, Hash.of(text(image.getSha256())));
        Origin its = text(image.getSha256()).isBlank() ? Origin.URL : Origin.VERIFIED;
        origin = its.compareTo(origin) > 0 ? its : origin;
      }
    }
    return new Content(title, Hash.of(all), origin, images);
  }

  /** Whether the listing has inline images, whose hash takes time. */
  public static boolean isLarge(ProductListing listing) {
    return listing.getImages().stream().anyMatch(image -> image.getBytes() != null);
  }

  private static void add(MessageDigest digest, Hash hash) {
    digest.update(ByteBuffer.allocate(16).putLong(hash.high()).putLong(hash.low()).array());
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}

package io.cmaclip.lab.bench.images;

import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shipped listings with images of the size of real ones. */
public final class EnlargedListings {
  /** A run sends them again and again. */
  private static final int COUNT = 100;

  private EnlargedListings() {}

  /**
   * Listings with a title and an image, which is enlarged by {@link EnlargedImage}.
   *
   * @param size value of the option {@code --image-size}, such as 900x1200
   * @throws UsageException for another text
   */
  public static List<Listing> shipped(String size) throws IOException {
    EnlargedImage enlarged;
    try {
      enlarged = EnlargedImage.to(size);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--image-size = " + size + ": must be a size such as 900x1200");
    }
    List<Listing> listings = new ArrayList<>();
    for (Listing one : ShippedListings.imaged()) {
      byte[] image = enlarged.jpeg(one.image());
      if (image != one.image()) { // readable
        listings.add(new Listing(one.id(), one.title(), one.fileName(), image, one.fields()));
      }
      if (listings.size() == COUNT) {
        break;
      }
    }
    return listings;
  }
}

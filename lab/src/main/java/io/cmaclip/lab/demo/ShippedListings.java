package io.cmaclip.lab.demo;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The listings shipped with the project, as a temporary file until closed. */
public final class ShippedListings implements AutoCloseable {
  private static final String RESOURCE = "garments.zip";

  private final Path zip;

  private ShippedListings(Path zip) {
    this.zip = zip;
  }

  /** Copies the listings from the class path to a temporary file. */
  public static ShippedListings unpack() throws IOException {
    Path zip = Files.createTempFile("cmaclip-listings-", ".zip");
    try (InputStream in = ShippedListings.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing on the class path");
      }
      Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
    }
    return new ShippedListings(zip);
  }

  /** All listings with their images. */
  public static List<Listing> all() throws IOException {
    try (ShippedListings shipped = unpack();
        ListingFolder folder = ListingFolder.open(shipped.path(), ListingFolder.DEFAULT_METADATA);
        Stream<Listing> listings = folder.listings()) {
      return listings.toList();
    }
  }

  /** The listings with image and title. */
  public static List<Listing> imaged() throws IOException {
    return all().stream()
        .filter(listing -> listing.image() != null && !listing.title().isBlank())
        .toList();
  }

  /** A zip file in Hugging Face's ImageFolder form. */
  public Path path() {
    return zip;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(zip);
  }
}

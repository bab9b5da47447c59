package io.cmaclip.trainer.data;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.UserError;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Reads a data set into memory: rows on the calling thread, pictures decoded and resized on all
 * cores, with a bounded number of them under way.
 */
public final class ListingReader {
  /** Fields that say something of a row, and are never tasks. */
  private static final Set<String> NOT_TASKS = Set.of("noise", "description");

  private static final int UNDER_WAY = 256;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);
  private final ImageResizer resizer;
  private final boolean skipBadRows;

  /**
   * A reader.
   *
   * @param image size and fit of pictures
   * @param skipBadRows whether bad rows are counted and left out; otherwise the first ends the
   *     reading
   */
  public ListingReader(ImageEncoder image, boolean skipBadRows) {
    this.resizer = new ImageResizer(image.height(), image.width(), image.fit());
    this.skipBadRows = skipBadRows;
  }

  /**
   * A data set, read.
   *
   * @param listings good rows in file order
   * @param badRows rows left out
   * @param unreadable rows whose picture no decoder could read; they count as having none
   */
  public record Contents(List<RawListing> listings, int badRows, int unreadable) {
    public Contents {
      listings = List.copyOf(listings);
    }
  }

  private record Decoded(RawListing listing, boolean unreadable) {}

  /**
   * Reads everything.
   *
   * @param path folder or zip
   * @throws UserError at the first bad row, unless those are skipped, or when no row is left
   */
  public Contents read(Path path, String metadataName) throws InterruptedException {
    List<RawListing> listings = new ArrayList<>();
    int badRows = 0;
    int unreadable = 0;
    ExecutorService decoding =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ListingFolder folder = ListingFolder.open(path, metadataName);
        ProgressBar bar =
            ProgressBar.start("read " + path.getFileName(), "listings", folder.count());
        Stream<ListingRow> rows = folder.rows()) {
      Queue<Future<Decoded>> underWay = new ArrayDeque<>();
      Iterator<ListingRow> iterator = rows.iterator();
      while (iterator.hasNext() || !underWay.isEmpty()) {
        if (iterator.hasNext() && underWay.size() < UNDER_WAY) {
          ListingRow row = iterator.next();
          if (skipBadRows && !row.isGood()) {
            badRows++;
            bar.step(1);
          } else {
            Listing listing = folder.good(row);
            underWay.add(decoding.submit(() -> decode(folder.withImage(listing))));
          }
        } else {
          Decoded decoded = get(underWay.remove());
          listings.add(decoded.listing());
          unreadable += decoded.unreadable() ? 1 : 0;
          bar.step(1);
        }
      }
    } finally {
      decoding.shutdownNow();
    }
    if (listings.isEmpty()) {
      throw new UserError(path + ": " + metadataName + " has no listing to train on");
    }
    return new Contents(listings, badRows, unreadable);
  }

  private Decoded decode(Listing listing) {
    Map<String, String> fields = new TreeMap<>(listing.fields());
    fields.keySet().removeAll(NOT_TASKS);
    if (listing.image() == null) {
      return new Decoded(new RawListing(listing.title(), null, null, fields), false);
    }
    try {
      byte[] pixels = resizer.resize(decoder.decode(listing.image()));
      return new Decoded(
          new RawListing(listing.title(), pixels, hash(listing.image()), fields), false);
    } catch (UnreadableImageException e) {
      return new Decoded(new RawListing(listing.title(), null, null, fields), true);
    }
  }

  private static Decoded get(Future<Decoded> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

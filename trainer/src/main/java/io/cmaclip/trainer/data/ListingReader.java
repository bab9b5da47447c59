package io.cmaclip.trainer.data;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.trainer.cache.BlockCache;
import io.cmaclip.trainer.cache.CacheLimits;
import java.nio.ByteBuffer;
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
 * Reads a data set: rows on the calling thread, images decoded and resized on all cores, with a
 * bounded number of them under way. Their levels stay in a cache, in memory, then on disk; those
 * beyond its limits are decoded again each time they are asked for.
 */
public final class ListingReader {
  /** Fields that say something of a row, and are never tasks. */
  private static final Set<String> NOT_TASKS = Set.of("noise", "description");

  private static final int UNDER_WAY = 256;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);
  private final ImageResizer resizer;
  private final boolean skipBadRows;
  private final CacheLimits limits;

  /**
   * A reader.
   *
   * @param image size and fit of images
   * @param skipBadRows whether bad rows are counted and left out; otherwise the first ends the
   *     reading
   * @param limits of the cache of each data set that is read
   */
  public ListingReader(ImageEncoder image, boolean skipBadRows, CacheLimits limits) {
    this.resizer = ImageResizer.of(image);
    this.skipBadRows = skipBadRows;
    this.limits = limits;
  }

  /** The same with the limits that this machine suggests. */
  public ListingReader(ImageEncoder image, boolean skipBadRows) {
    this(
        image,
        skipBadRows,
        CacheLimits.ofThisMachine(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /**
   * A data set, read. To be closed when its images are needed no more.
   *
   * @param listings good rows in file order
   * @param badRows rows left out
   * @param firstProblem line, field and reason of the first of them; null when there is none
   * @param missing rows that name an image which is not there; they count as having none
   * @param unreadable rows whose image no decoder could read; likewise
   * @param cache holds the levels of the images
   * @param folder from which images beyond the cache's limits are decoded again
   */
  public record Contents(
      List<RawListing> listings,
      int badRows,
      String firstProblem,
      int missing,
      int unreadable,
      BlockCache cache,
      ListingFolder folder)
      implements AutoCloseable {
    public Contents {
      listings = List.copyOf(listings);
    }

    @Override
    public void close() {
      cache.close();
      folder.close();
    }
  }

  /**
   * A row with its image decoded.
   *
   * @param row without the bytes of the image
   * @param image hash of those bytes; null when there are none
   * @param levels null when there are no bytes, or no decoder could read them
   */
  private record Decoded(Listing row, String image, byte[] levels) {}

  /**
   * Reads everything.
   *
   * @param path folder or zip
   * @throws UserException at the first bad row, unless those are skipped, or when no row is left
   */
  public Contents read(Path path, String metadataName) throws InterruptedException {
    ListingFolder folder = ListingFolder.open(path, metadataName);
    BlockCache cache = new BlockCache(limits);
    try {
      Contents contents = read(path.getFileName().toString(), folder, cache);
      if (contents.listings().isEmpty()) {
        throw new UserException(path + ": " + metadataName + " has no listing to train on");
      }
      return contents;
    } catch (RuntimeException | InterruptedException e) {
      cache.close();
      folder.close();
      throw e;
    }
  }

  private Contents read(String name, ListingFolder folder, BlockCache cache)
      throws InterruptedException {
    List<RawListing> listings = new ArrayList<>();
    int badRows = 0;
    String firstProblem = null;
    int missing = 0;
    int unreadable = 0;
    int images = 0;
    ExecutorService decoding =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ProgressBar bar = ProgressBar.start("read " + name, "listings", folder.count());
        Stream<ListingRow> rows = folder.rows()) {
      Queue<Future<Decoded>> underWay = new ArrayDeque<>();
      Iterator<ListingRow> iterator = rows.iterator();
      while (iterator.hasNext() || !underWay.isEmpty()) {
        if (iterator.hasNext() && underWay.size() < UNDER_WAY) {
          ListingRow row = iterator.next();
          if (skipBadRows && !row.isGood()) {
            firstProblem =
                badRows == 0 ? "line " + row.line() + ": " + row.problem() : firstProblem;
            badRows++;
            bar.step(1);
          } else {
            Listing listing = folder.good(row);
            underWay.add(decoding.submit(() -> decode(folder, listing)));
          }
        } else {
          Decoded decoded = get(underWay.remove());
          boolean named = decoded.row().fileName() != null;
          missing += named && decoded.image() == null ? 1 : 0;
          unreadable += decoded.image() != null && decoded.levels() == null ? 1 : 0;
          Levels levels = null;
          if (decoded.levels() != null) {
            cache.add(ByteBuffer.wrap(decoded.levels()));
            levels = levels(folder, cache, images++, decoded.row());
          }
          listings.add(raw(decoded, levels));
          bar.step(1);
        }
      }
    } finally {
      decoding.shutdownNow();
    }
    return new Contents(listings, badRows, firstProblem, missing, unreadable, cache, folder);
  }

  private Levels levels(ListingFolder folder, BlockCache cache, int image, Listing row) {
    if (!cache.holds(image)) {
      return () -> decode(folder, row).levels();
    }
    return () -> {
      ByteBuffer block = cache.get(image);
      byte[] levels = new byte[block.remaining()];
      block.get(levels);
      return levels;
    };
  }

  private static RawListing raw(Decoded decoded, Levels levels) {
    Map<String, String> fields = new TreeMap<>(decoded.row().fields());
    fields.keySet().removeAll(NOT_TASKS);
    return new RawListing(
        decoded.row().title(), levels == null ? null : decoded.image(), fields, levels);
  }

  private Decoded decode(ListingFolder folder, Listing row) {
    byte[] image = folder.withImage(row).image();
    if (image == null) {
      return new Decoded(row, null, null);
    }
    try {
      return new Decoded(row, hash(image), resizer.resize(decoder.decodeForResize(image)));
    } catch (UnreadableImageException e) {
      return new Decoded(row, hash(image), null);
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

package io.cmaclip.trainer.data;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.trainer.cache.BlockCache;
import io.cmaclip.trainer.cache.CacheLimits;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * Reads a data set: rows on the calling thread, images on all cores, with a bounded number of
 * images in flight. Decoded and resized images are cached in memory, then on disk; images beyond
 * the cache limits are decoded again on each use.
 */
public final class ListingReader {
  /** Fields that describe a row and are never tasks. */
  private static final Set<String> NOT_TASKS = Set.of("noise", "description");

  private static final int IN_FLIGHT = 256;

  private final ImageDecoder decoder;
  private final ImageResizer resizer;
  private final boolean skipBadRows;
  private final CacheLimits limits;

  /**
   * Creates a reader that decodes images exactly.
   *
   * @param image size and fit of images
   * @param skipBadRows whether to skip and count bad rows; otherwise the first bad row is an error
   * @param limits cache limits per data set
   */
  public ListingReader(ImageEncoder image, boolean skipBadRows, CacheLimits limits) {
    this(image, skipBadRows, limits, DecodeMode.EXACT);
  }

  /** Creates a reader that decodes images in a mode. */
  public ListingReader(
      ImageEncoder image, boolean skipBadRows, CacheLimits limits, DecodeMode mode) {
    this.decoder = new ImageDecoder(ImageLimits.DEFAULT, true, mode);
    this.resizer = ImageResizer.of(image);
    this.skipBadRows = skipBadRows;
    this.limits = limits;
  }

  /** With cache limits derived from the machine's memory. */
  public ListingReader(ImageEncoder image, boolean skipBadRows) {
    this(
        image,
        skipBadRows,
        CacheLimits.ofThisMachine(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /**
   * The content of a data set. Close it when its images are no longer needed.
   *
   * @param listings listings of the good rows, in file order
   * @param badRows number of skipped rows
   * @param firstProblem line, field and reason of the first skipped row; null without one
   * @param images number of rows that name an image
   * @param missing number of rows whose image file does not exist; they count as listings without
   *     an image
   * @param unreadable number of rows whose image cannot be decoded; they count as listings without
   *     an image
   * @param firstMissing path of the first image that does not exist; null without one
   * @param cache levels of the images
   * @param folder data set from which images beyond the cache limits are decoded again
   */
  public record Contents(
      List<RawListing> listings,
      int badRows,
      String firstProblem,
      int images,
      int missing,
      int unreadable,
      String firstMissing,
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
   * @param image hash of the image's bytes; null without bytes
   * @param levels null without bytes, or if they cannot be decoded
   */
  private record Decoded(Listing row, String image, byte[] levels) {}

  /**
   * Reads all listings.
   *
   * @param path folder or zip
   * @param metadata columns to read
   * @throws UserException at the first bad row, unless bad rows are skipped, or when no row is left
   */
  public Contents read(Path path, MetadataOptions metadata) throws InterruptedException {
    ListingFolder folder = ListingFolder.open(path, metadata);
    BlockCache cache = new BlockCache(limits);
    try {
      Contents contents = read(path.getFileName().toString(), folder, cache);
      if (contents.listings().isEmpty()) {
        throw new UserException(path + ": " + folder.metadata() + " has no listing to train on");
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
    int images = 0;
    int missing = 0;
    int unreadable = 0;
    String firstMissing = null;
    int cached = 0;
    ExecutorService decoding =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ProgressBar bar = ProgressBar.start("read " + name, "listings", folder.count());
        Stream<ListingRow> rows = folder.rows()) {
      Queue<Future<Decoded>> inFlight = new ArrayDeque<>();
      Iterator<ListingRow> iterator = rows.iterator();
      while (iterator.hasNext() || !inFlight.isEmpty()) {
        if (iterator.hasNext() && inFlight.size() < IN_FLIGHT) {
          ListingRow row = iterator.next();
          if (skipBadRows && !row.isGood()) {
            firstProblem =
                badRows == 0 ? "line " + row.line() + ": " + row.problem() : firstProblem;
            badRows++;
            bar.step(1);
          } else {
            Listing listing = folder.good(row);
            inFlight.add(decoding.submit(() -> decode(folder, listing)));
          }
        } else {
          Decoded decoded = get(inFlight.remove());
          images += decoded.row().fileName() != null ? 1 : 0;
          if (decoded.row().fileName() != null && decoded.image() == null) {
            firstMissing = missing == 0 ? decoded.row().fileName() : firstMissing;
            missing++;
          }
          unreadable += decoded.image() != null && decoded.levels() == null ? 1 : 0;
          Levels levels = null;
          if (decoded.levels() != null) {
            cache.add(ByteBuffer.wrap(decoded.levels()));
            levels = levels(folder, cache, cached++, decoded.row());
          }
          listings.add(raw(decoded, levels));
          bar.step(1);
        }
      }
    } finally {
      decoding.shutdownNow();
    }
    return new Contents(
        listings, badRows, firstProblem, images, missing, unreadable, firstMissing, cache, folder);
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
      return new Decoded(row, Checksum.of(image), decoder.decodeResized(image, resizer));
    } catch (UnreadableImageException e) {
      return new Decoded(row, Checksum.of(image), null);
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
}

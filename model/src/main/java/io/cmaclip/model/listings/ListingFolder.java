package io.cmaclip.model.listings;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.ImageLimits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listings in Hugging Face ImageFolder form: a folder or a zip with images and metadata in JSON
 * Lines, CSV or another {@link MetadataFormat}, with one row per listing ({@code file_name}, {@code
 * id}, {@code title}, one column per task). Images are relative to the metadata's folder. Rows are
 * streamed; only the ids are kept in memory.
 *
 * <p>Reading images is thread-safe; a stream of rows is confined to one thread.
 */
public final class ListingFolder implements AutoCloseable {
  public static final String DEFAULT_METADATA = "metadata.jsonl";

  /** Longer images are cut after this many bytes, more than the decoder accepts. */
  private static final int MAX_IMAGE_BYTES = ImageLimits.DEFAULT.maxBytes() + 1;

  private static final byte[] NO_BYTES = {};
  private static final Logger LOG = LoggerFactory.getLogger(ListingFolder.class);

  private final Path path;
  private final ListingFiles files;
  private final Metadata metadata;
  private final Columns columns;
  private final Set<String> missingImages = ConcurrentHashMap.newKeySet();

  private ListingFolder(Path path, ListingFiles files, Metadata metadata, Columns columns) {
    this.path = path;
    this.files = files;
    this.metadata = metadata;
    this.columns = columns;
  }

  /** Opens a data set with default columns. */
  public static ListingFolder open(Path folderOrZip, String metadataName) {
    return open(folderOrZip, MetadataOptions.of(metadataName));
  }

  /**
   * Opens a data set.
   *
   * @throws UserException when there is no folder or zip, no metadata in it, or a column that the
   *     options name does not exist
   */
  public static ListingFolder open(Path folderOrZip, MetadataOptions options) {
    ListingFiles files = files(folderOrZip);
    try {
      return open(folderOrZip, files, options);
    } catch (IOException e) {
      close(files);
      throw new UserException(folderOrZip + ": cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(files);
      throw e;
    }
  }

  private static ListingFolder open(Path path, ListingFiles files, MetadataOptions options)
      throws IOException {
    Metadata metadata = Metadata.find(path, files, options.metadata());
    String folder = metadata.folderOfImages();
    Columns columns = Columns.of(options, metadata.sample(), name -> exists(files, folder, name));
    List<String> unusual = columns.unusual();
    if (!unusual.isEmpty()) {
      LOG.info("{}: {}", path, String.join(", ", unusual));
    }
    return new ListingFolder(path, files, metadata, columns);
  }

  private static boolean exists(ListingFiles files, String folder, String name) {
    try (InputStream in = files.open(folder, name)) {
      return in != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static ListingFiles files(Path path) {
    if (Files.isDirectory(path)) {
      return new FolderFiles(path);
    }
    if (!Files.exists(path)) {
      throw new UserException(path + ": no such folder or zip");
    }
    try {
      return new ZipFiles(path);
    } catch (IOException e) {
      throw new UserException(path + ": neither a folder nor a zip: " + e.getMessage(), e);
    }
  }

  /** Paths of the metadata files inside the data set, separated by commas. */
  public String metadata() {
    return String.join(", ", metadata.files());
  }

  /** Number of rows, including bad ones. Reads the metadata once. */
  public long count() {
    return metadata.count();
  }

  /**
   * All rows in file order, including bad ones, without images (see {@link #withImage}). The caller
   * closes the stream.
   */
  public Stream<ListingRow> rows() {
    Rows rows = new Rows(metadata, columns);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                rows, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(rows::close);
  }

  /**
   * All listings in file order, with their images. The caller closes the stream, which fails with a
   * {@link UserException} at the first bad row.
   */
  public Stream<Listing> listings() {
    return rows().map(row -> withImage(good(row)));
  }

  /**
   * The listing of a row.
   *
   * @throws UserException when the row is bad, with line and field
   */
  public Listing good(ListingRow row) {
    if (!row.isGood()) {
      throw new UserException(
          path + ", " + row.file() + " line " + row.line() + ": " + row.problem());
    }
    return row.listing();
  }

  /** Adds the bytes of the image; null if the file does not exist. */
  public Listing withImage(Listing listing) {
    byte[] image = listing.fileName() == null ? null : image(listing.fileName());
    return new Listing(listing.id(), listing.title(), listing.fileName(), image, listing.fields());
  }

  private byte[] image(String fileName) {
    try (InputStream in = files.open(metadata.folderOfImages(), fileName)) {
      if (in == null) {
        missingImages.add(fileName);
        return null;
      }
      return in.readNBytes(MAX_IMAGE_BYTES);
    } catch (ZipException | EOFException e) {
      // A damaged entry is an unreadable image; the other listings are still usable.
      return NO_BYTES;
    } catch (IOException e) {
      throw metadata.unreadable(fileName, e);
    }
  }

  @Override
  public void close() {
    if (!missingImages.isEmpty()) {
      String one = missingImages.iterator().next();
      LOG.warn("{}: {} images do not exist, for example {}", path, missingImages.size(), one);
    }
    close(files);
  }

  private static void close(ListingFiles files) {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;

/**
 * Listings in Hugging Face ImageFolder form: a folder or a zip with images and a metadata file of
 * one JSON object a line ({@code file_name}, {@code id}, {@code title}, one field per task). The
 * metadata may lie at the top or in the only folder that has it; images are named from where it
 * lies. Rows are read as the stream goes; nothing but the ids is kept.
 *
 * <p>Any number of threads may read images; a stream of rows belongs to one.
 */
public final class ListingFolder implements AutoCloseable {
  public static final String DEFAULT_METADATA = "metadata.jsonl";

  /** Longer images are cut behind this many bytes, more than any decoder here accepts. */
  private static final int MAX_IMAGE_BYTES = ImageLimits.DEFAULT.maxBytes() + 1;

  private static final byte[] NO_BYTES = {};

  private final Path path;
  private final ListingFiles files;
  private final String metadata;
  private final String prefix;

  private ListingFolder(Path path, ListingFiles files, String metadata) {
    this.path = path;
    this.files = files;
    this.metadata = metadata;
    this.prefix = metadata.substring(0, metadata.lastIndexOf('/') + 1);
  }

  /**
   * Opens a data set.
   *
   * @param metadataName file name of the metadata, for example {@value #DEFAULT_METADATA}
   * @throws UserException when there is no folder or zip, or no metadata of that name in it
   */
  public static ListingFolder open(Path folderOrZip, String metadataName) {
    ListingFiles files = files(folderOrZip);
    try {
      List<String> found = files.named(metadataName);
      if (found.size() != 1) {
        files.close();
        throw new UserException(
            found.isEmpty()
                ? folderOrZip + ": no " + metadataName + " in it"
                : folderOrZip + ": " + metadataName + " lies in several folders: " + found);
      }
      return new ListingFolder(folderOrZip, files, found.get(0));
    } catch (IOException e) {
      throw new UserException(folderOrZip + ": cannot be read: " + e.getMessage(), e);
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

  /** Lines of the metadata that are not blank: the number of rows. Reads the file once. */
  public long count() {
    try (LineReader lines = lines()) {
      long count = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        count += RowParser.isBlank(line, 0) ? 0 : 1;
      }
      return count;
    } catch (IOException e) {
      throw unreadable(metadata, e);
    }
  }

  /**
   * Every row in file order, bad ones too, without images (see {@link #withImage}). To be closed.
   */
  public Stream<ListingRow> rows() {
    Rows rows = new Rows(lines());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                rows, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(rows::close);
  }

  /**
   * Every listing in file order, with its image. To be closed.
   *
   * @throws UserException while it is read, at the first bad row, with line and field
   */
  public Stream<Listing> listings() {
    return rows().map(row -> withImage(good(row)));
  }

  /**
   * The row's listing.
   *
   * @throws UserException when the row is bad, with line and field
   */
  public Listing good(ListingRow row) {
    if (!row.isGood()) {
      throw new UserException(
          path + ", " + metadata + " line " + row.line() + ": " + row.problem());
    }
    return row.listing();
  }

  /** The listing with the bytes of its image, or without where the file is not there. */
  public Listing withImage(Listing listing) {
    byte[] image = listing.fileName() == null ? null : image(listing.fileName());
    return new Listing(listing.id(), listing.title(), listing.fileName(), image, listing.fields());
  }

  private byte[] image(String fileName) {
    try (InputStream in = files.open(prefix + fileName)) {
      return in == null ? null : in.readNBytes(MAX_IMAGE_BYTES);
    } catch (ZipException | EOFException e) {
      // A damaged entry is one unreadable image, not the end of the data set.
      return NO_BYTES;
    } catch (IOException e) {
      throw unreadable(fileName, e);
    }
  }

  private LineReader lines() {
    try {
      return new LineReader(files.open(metadata));
    } catch (IOException e) {
      throw unreadable(metadata, e);
    }
  }

  private UserException unreadable(String file, IOException e) {
    return new UserException(path + ": " + file + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

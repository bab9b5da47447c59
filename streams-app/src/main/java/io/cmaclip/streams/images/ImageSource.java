package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/** Gets images given by address. Any thread may ask; no call waits. */
public interface ImageSource extends AutoCloseable {
  /**
   * Begins to get an image. Cancelling the future ends the fetch and gives up its place.
   *
   * @param url as the listing gives it
   * @param sha256 what the file must hash to, in hexadecimal; null when not known
   * @return the image, to be closed once decoded, or a {@link FetchFailedException}; completed by
   *     any thread, which must not be kept
   */
  CompletableFuture<FetchedImage> fetch(String url, String sha256);

  /** Ends what is under way. */
  @Override
  void close();

  /** A source that fetches nothing: every image fails as {@link FetchCause#DISABLED}. */
  static ImageSource none() {
    return new NoFetching();
  }
}

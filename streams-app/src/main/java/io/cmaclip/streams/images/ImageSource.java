package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/** Fetches images by URL. Thread-safe; calls do not block. */
public interface ImageSource extends AutoCloseable {
  /**
   * Starts to fetch an image. Cancelling the future cancels the fetch and releases its permits.
   *
   * @param url the URL in the listing
   * @param sha256 expected hash of the file, in hexadecimal; null if unknown
   * @return the image, which the caller closes after decoding, or a {@link FetchFailedException};
   *     completed on an internal thread that callers must not block
   */
  CompletableFuture<FetchedImage> fetch(String url, String sha256);

  /** Cancels all running fetches. */
  @Override
  void close();

  /** A source where every fetch fails with {@link FetchCause#DISABLED}. */
  static ImageSource none() {
    return new NoFetching();
  }
}

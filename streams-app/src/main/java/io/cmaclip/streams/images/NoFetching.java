package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/** The source when fetching is disabled. */
final class NoFetching implements ImageSource {
  @Override
  public CompletableFuture<FetchedImage> fetch(String url, String sha256) {
    return CompletableFuture.failedFuture(
        new FetchFailedException(FetchCause.DISABLED, "image.fetch.enabled is false"));
  }

  @Override
  public void close() {}
}

package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/** Fetching is switched off. */
final class NoFetching implements ImageSource {
  @Override
  public CompletableFuture<FetchedImage> fetch(String url, String sha256) {
    return CompletableFuture.failedFuture(
        new FetchFailedException(FetchCause.DISABLED, "image.fetch.enabled is false"));
  }

  @Override
  public void close() {}
}

package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails in the ways it is told, one after the other, and then gives a picture. */
public final class ScriptedSource implements ImageSource {
  private final byte[] picture;
  private final FetchCause[] failures;
  private final AtomicInteger fetches = new AtomicInteger();
  private final TransferBudget budget = new TransferBudget(Long.MAX_VALUE);

  public ScriptedSource(byte[] picture, FetchCause... failures) {
    this.picture = picture;
    this.failures = failures;
  }

  @Override
  public CompletableFuture<FetchedImage> fetch(String url, String sha256) {
    int number = fetches.getAndIncrement();
    try {
      if (number < failures.length) {
        throw new FetchFailedException(failures[number], "as told");
      }
      budget.take(picture.length);
      return CompletableFuture.completedFuture(new FetchedImage(picture, budget));
    } catch (FetchFailedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  public int fetches() {
    return fetches.get();
  }

  public long undecodedBytes() {
    return budget.usedBytes();
  }

  @Override
  public void close() {}
}

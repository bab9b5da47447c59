package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails with the given causes, one after the other, and then returns an image. */
public final class ScriptedSource implements ImageSource {
  private final byte[] image;
  private final FetchCause[] failures;
  private final AtomicInteger fetches = new AtomicInteger();
  private final TransferBudget budget = new TransferBudget(Long.MAX_VALUE);

  public ScriptedSource(byte[] image, FetchCause... failures) {
    this.image = image;
    this.failures = failures;
  }

  @Override
  public CompletableFuture<FetchedImage> fetch(String url, String sha256) {
    int number = fetches.getAndIncrement();
    try {
      if (number < failures.length) {
        throw new FetchFailedException(failures[number], "scripted");
      }
      budget.acquire(image.length);
      return CompletableFuture.completedFuture(new FetchedImage(image, budget));
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

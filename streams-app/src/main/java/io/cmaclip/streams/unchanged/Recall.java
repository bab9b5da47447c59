package io.cmaclip.streams.unchanged;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is known of the key of a listing in flight: the stored answer, and the listing of the same
 * key before it, if that is in flight, too. Thread-safe.
 */
public final class Recall {
  private final long offset;
  private final boolean isKept;
  private final CompletableFuture<Content> content = new CompletableFuture<>();
  private final CompletableFuture<Remembered> answer = new CompletableFuture<>();
  private volatile Recall previous;
  private volatile Instant seenAt;
  private volatile Remembered latest;

  /**
   * @param latest the stored answer, or null
   * @param previous the listing before, or null
   */
  Recall(long offset, Remembered latest, Recall previous) {
    this(offset, true, latest, previous);
  }

  private Recall(long offset, boolean isKept, Remembered latest, Recall previous) {
    this.offset = offset;
    this.isKept = isKept;
    this.latest = latest;
    this.previous = previous;
  }

  /** A listing whose answer is not kept. */
  static Recall nothing(long offset) {
    return new Recall(offset, false, null, null);
  }

  /** Whether the answer of this listing is kept in the answer store. */
  public boolean isKept() {
    return isKept;
  }

  long offset() {
    return offset;
  }

  /** The latest known answer of the key. */
  public Optional<Remembered> latest() {
    return Optional.ofNullable(latest);
  }

  /** Uses a later answer of the key. */
  public void use(Remembered later) {
    latest = later;
  }

  /** The content of this listing, before its images are fetched; the first call counts. */
  public void known(Content its, Instant now) {
    if (seenAt == null) {
      seenAt = now;
    }
    content.complete(its);
  }

  /** When the content became known. */
  public Instant seenAt() {
    return seenAt;
  }

  /** The content of this listing; null if it is not known or the listing has ended. */
  public Content content() {
    return content.getNow(null);
  }

  /** Hash of title and images; {@link Hash#NONE} if the content is not known. */
  public Hash contentHash() {
    Content its = content();
    return its == null ? Hash.NONE : its.listing();
  }

  /** The answer of this listing; the first call of this and {@link #end} counts. */
  public void answered(Remembered its) {
    answer.complete(its);
  }

  /** The listing has ended, with or without an answer. */
  public void end() {
    content.complete(null);
    answer.complete(null);
    previous = null;
  }

  /**
   * The answer of the listing before, once it is known; null if that listing has another content or
   * no answer.
   *
   * @return empty if no listing of the key was in flight before this one
   */
  public Optional<CompletableFuture<Remembered>> previousAnswer(Content its) {
    Recall before = previous;
    previous = null;
    if (before == null) {
      return Optional.empty();
    }
    return Optional.of(
        before.content.thenCompose(
            other ->
                other != null && other.listing().equals(its.listing())
                    ? before.answer
                    : CompletableFuture.completedFuture(null)));
  }
}

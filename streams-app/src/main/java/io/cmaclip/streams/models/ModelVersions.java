package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model version that serves and, during a hot swap, the next and the previous one. Thread-safe,
 * except that only one thread at a time may call {@link #replace}.
 */
public final class ModelVersions implements InferenceHealth, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private volatile ModelVersion current;
  private volatile ModelVersion upcoming;
  private volatile ModelVersion retiring;
  private volatile boolean closed;

  public ModelVersions(ModelVersion first) {
    this.current = first;
  }

  /** Starts the predictors of the first version. */
  public void start() {
    current.batcher().start();
  }

  /** The version that serves now. */
  public ModelVersion current() {
    return current;
  }

  /**
   * Prepares a listing with the current version.
   *
   * @return the caller releases its version once the listing has an outcome or is discarded
   */
  public PreparedBy prepare(String title, List<byte[]> images) {
    ModelVersion model = use();
    Prepared made = null;
    try {
      made = model.preparer().prepare(title, images);
      return new PreparedBy(made, model);
    } finally {
      if (made == null) {
        model.release();
      }
    }
  }

  /**
   * Hot swap: replaces the current version without a pause. The version that has prepared a listing
   * also classifies it. Returns when the last listing of the old version is done and the old
   * version is closed.
   *
   * @param next closed by this
   * @param patience time limit for the self-tests of its predictors
   * @throws IllegalStateException when they do not pass in time; the old version continues to serve
   */
  public void replace(ModelVersion next, Duration patience) throws InterruptedException {
    upcoming = next;
    try {
      next.batcher().start();
      awaitHealthy(next, patience);
    } catch (InterruptedException | RuntimeException e) {
      next.close();
      upcoming = null;
      throw e;
    }
    ModelVersion old = current;
    retiring = old;
    current = next;
    upcoming = null;
    old.release();
    old.awaitDone();
    old.close();
    retiring = null;
  }

  /** Whether every version that has listings is healthy. */
  @Override
  public boolean isReady() {
    return withListings().allMatch(model -> model.batcher().isHealthy());
  }

  @Override
  public Optional<String> problem() {
    return withListings().flatMap(model -> model.batcher().problem().stream()).findFirst();
  }

  @Override
  public Duration longestRunningCall() {
    return withListings()
        .map(model -> model.batcher().longestRunningCall())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Number of listings that wait for an inference call. */
  public int waiting() {
    return withListings().mapToInt(model -> model.batcher().waiting()).sum();
  }

  /** Closes all versions; call it after the last listing. */
  @Override
  public void close() {
    closed = true;
    Stream.of(retiring, current, upcoming).filter(Objects::nonNull).forEach(ModelVersion::close);
  }

  private ModelVersion use() {
    ModelVersion model = current;
    while (!model.tryUse()) {
      model = current;
    }
    return model;
  }

  private void awaitHealthy(ModelVersion next, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!next.batcher().isHealthy()) {
      if (closed || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            next.batcher().problem().orElse("the service is shutting down"));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private Stream<ModelVersion> withListings() {
    return Stream.concat(Stream.ofNullable(retiring), Stream.of(current)).distinct();
  }
}

package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model that serves now and, for the time of a change, the one that comes and the one that
 * goes. Any thread prepares and asks; one at a time replaces; {@link #close} may come at any time.
 */
public final class ModelVersions implements InferenceHealth, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private volatile ModelVersion current;
  private volatile ModelVersion coming;
  private volatile ModelVersion going;
  private volatile boolean closed;

  public ModelVersions(ModelVersion first) {
    this.current = first;
  }

  /** Starts the predictors of the first model. */
  public void start() {
    current.batcher().start();
  }

  /** The model that serves now. */
  public ModelVersion current() {
    return current;
  }

  /**
   * Prepares a listing with the model that serves now.
   *
   * @return to be released once the listing is answered or gone
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
   * Puts another model in the place of the one that serves. Nothing stops meanwhile: listings
   * prepared before are answered by the old model, those prepared afterwards by the new one.
   * Returns when the last listing of the old one has left, and it is closed.
   *
   * @param next owned from now on
   * @param patience how long its predictors may take to pass their self-tests
   * @throws IllegalStateException when they don't, and the old model goes on
   */
  public void replace(ModelVersion next, Duration patience) throws InterruptedException {
    coming = next;
    try {
      next.batcher().start();
      awaitWell(next, patience);
    } catch (InterruptedException | RuntimeException e) {
      next.close();
      coming = null;
      throw e;
    }
    ModelVersion old = current;
    going = old;
    current = next;
    coming = null;
    old.release();
    old.awaitLeft();
    old.close();
    going = null;
  }

  /** Whether every model that has listings is. */
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

  /** Listings that wait for a forward. */
  public int waiting() {
    return withListings().mapToInt(model -> model.batcher().waiting()).sum();
  }

  /** Closes every model; call it when no listing comes any more. */
  @Override
  public void close() {
    closed = true;
    Stream.of(Optional.ofNullable(going), Optional.of(current), Optional.ofNullable(coming))
        .flatMap(Optional::stream)
        .forEach(ModelVersion::close);
  }

  private ModelVersion use() {
    ModelVersion model = current;
    while (!model.tryUse()) {
      model = current;
    }
    return model;
  }

  private void awaitWell(ModelVersion next, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!next.batcher().isHealthy()) {
      if (closed || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(next.batcher().problem().orElse("the service ends"));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private Stream<ModelVersion> withListings() {
    return Stream.concat(Stream.ofNullable(going), Stream.of(current)).distinct();
  }
}

package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.streams.models.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One inference call of a listing. It ends with its result or when the listing is discarded; the
 * listing itself stays in flight, so that a failed call can be retried. Thread-safe.
 */
final class InferenceCall implements InFlight<Inference> {
  private final InFlight<?> listing;
  private final Consumer<Inference> result;

  /** Null once the call has ended; guarded by this. */
  private List<Runnable> actions = new ArrayList<>();

  /**
   * @param result receives the result, unless the listing is discarded before
   */
  InferenceCall(InFlight<?> listing, Consumer<Inference> result) {
    this.listing = listing;
    this.result = result;
  }

  @Override
  public void complete(Inference inference) {
    if (end()) {
      result.accept(inference);
    }
  }

  @Override
  public synchronized boolean isDone() {
    return actions == null;
  }

  @Override
  public void reserve(long bytes) {
    listing.reserve(bytes);
  }

  @Override
  public void onEnd(Runnable action) {
    synchronized (this) {
      if (actions != null) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Ends the call; returns whether it was still open. */
  boolean end() {
    List<Runnable> ended;
    synchronized (this) {
      ended = actions;
      actions = null;
    }
    if (ended != null) {
      ended.forEach(Runnable::run);
    }
    return ended != null;
  }
}

package io.cmaclip.batching;

/** Order in which records are polled and items are taken into batches. */
public enum Priority {
  /** Taken first. */
  NORMAL,
  /** Fills the rest of a batch, or a batch of its own while no other item waits. */
  LOW
}

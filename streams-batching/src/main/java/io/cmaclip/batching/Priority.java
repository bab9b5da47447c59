package io.cmaclip.batching;

/** Order in which items are taken into batches. */
public enum Priority {
  /** Taken first. */
  NORMAL,
  /** Fills the rest of a batch, or a batch of its own while no other item waits. */
  LOW
}

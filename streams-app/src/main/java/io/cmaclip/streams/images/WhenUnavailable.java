package io.cmaclip.streams.images;

/** Handling of a listing whose image is temporarily unavailable. */
public enum WhenUnavailable {
  /** The listing is classified from its title alone. */
  DEGRADE,
  /** The listing waits, and so do later listings of its partition. */
  WAIT
}

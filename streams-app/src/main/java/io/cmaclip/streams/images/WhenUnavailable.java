package io.cmaclip.streams.images;

/** What becomes of a listing whose image cannot be fetched now. */
public enum WhenUnavailable {
  /** It is answered from its title alone. */
  DEGRADE,
  /** It waits, and with it what stands behind it in its partition. */
  WAIT
}

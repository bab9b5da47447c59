package io.cmaclip.streams.models;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.preprocessing.Prepared;

/**
 * Gets to see what the model gets. Called by stream threads and preparation threads, several at
 * once; returns at once and throws nothing.
 */
public interface Onlooker {
  /** Ignores everything. */
  Onlooker NONE = new Onlooker() {};

  /**
   * A listing was handed to the model.
   *
   * @param prepared which modalities are used, and why not
   * @param index in the listing's images of the picture used; null when none was
   * @param picture that picture's file; null when none was used
   */
  default void listing(
      byte[] key, ProductListing listing, Prepared prepared, Integer index, byte[] picture) {}

  default void deleted(byte[] key) {}
}

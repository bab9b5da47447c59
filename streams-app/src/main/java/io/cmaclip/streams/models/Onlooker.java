package io.cmaclip.streams.models;

import io.cmaclip.events.ProductListing;

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
   * @param image the file of the image used; null when none was
   */
  default void listing(
      byte[] key, ProductListing listing, UsedModalities modalities, byte[] image) {}

  default void deleted(byte[] key) {}
}

package io.cmaclip.streams.models;

import io.cmaclip.events.ProductListing;

/**
 * Observes the inputs of the model. Called concurrently by stream and preparation threads; must not
 * block or throw.
 */
public interface Onlooker {
  Onlooker NONE = new Onlooker() {};

  /**
   * A listing was submitted to the model.
   *
   * @param image file of the image used, or null
   */
  default void listing(
      byte[] key, ProductListing listing, UsedModalities modalities, byte[] image) {}

  default void deleted(byte[] key) {}
}

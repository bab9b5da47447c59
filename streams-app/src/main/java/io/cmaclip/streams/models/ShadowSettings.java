package io.cmaclip.streams.models;

/**
 * Settings of the shadow model.
 *
 * @param topic output topic: Avro ListingAttributes by listing id
 * @param maxBatch maximum listings per inference call
 * @param maxQueued maximum queued listings; further listings are dropped
 * @param maxBytes maximum size of titles and images of queued listings, in bytes
 * @param maxShare maximum share of the time to work, above 0, at most 1
 */
public record ShadowSettings(
    String topic, int maxBatch, int maxQueued, long maxBytes, double maxShare) {
  public ShadowSettings {
    if (!(maxShare > 0 && maxShare <= 1)) {
      throw new IllegalArgumentException(
          "shadow share = " + maxShare + ": must be above 0 and at most 1");
    }
  }
}

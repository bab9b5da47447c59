package io.cmaclip.streams.models;

/**
 * How much a shadow may hold, and where its answers go.
 *
 * @param topic compacted; Avro ListingAttributes by listing id
 * @param maxBatch listings per forward
 * @param maxQueued listings that wait for it; further ones are dropped
 * @param maxBytes titles and images of those listings, in bytes
 * @param maxShare share of the time it may work, above 0, at most 1; the rest it pauses
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

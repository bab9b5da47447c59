package io.cmaclip.streams.shadow;

/**
 * How much a shadow may hold, and where its answers go.
 *
 * @param topic compacted; Avro ListingAttributes by listing id
 * @param maxBatch listings per forward
 * @param maxQueued listings that wait for it; further ones are dropped
 * @param maxBytes titles and pictures of those listings, in bytes
 */
public record ShadowSettings(String topic, int maxBatch, int maxQueued, long maxBytes) {}

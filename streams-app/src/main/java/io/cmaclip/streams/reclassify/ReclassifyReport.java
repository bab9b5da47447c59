package io.cmaclip.streams.reclassify;

/**
 * Result of a reclassification.
 *
 * @param answered keys with an answer
 * @param selected keys that the selection matches
 * @param missing selected keys without a listing in the listings topic
 * @param sent listings sent; 0 in a dry run
 * @param isComplete false if it was stopped
 */
public record ReclassifyReport(
    long answered, long selected, long missing, long sent, boolean isComplete) {}

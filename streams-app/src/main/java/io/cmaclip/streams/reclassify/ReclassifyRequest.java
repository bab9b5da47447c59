package io.cmaclip.streams.reclassify;

import io.cmaclip.streams.topics.TopicNames;

/**
 * What to reclassify.
 *
 * @param topic input topic of low priority
 * @param perSecond most listings sent per second; infinity for no limit
 * @param review whether the listings go to review once they are answered
 * @param dryRun whether listings are only counted
 */
public record ReclassifyRequest(
    TopicNames topics,
    String topic,
    Selection selection,
    double perSecond,
    boolean review,
    boolean dryRun) {}

package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Testing;
import java.time.Duration;

/**
 * Settings of the queue.
 *
 * @param applicationId group of the console's instances, which share the partitions
 * @param topics topics of the queue
 * @param lease how long an item is reserved for a reviewer without a renewal
 * @param expireAfter age at which an item that waits leaves the queue
 * @param testing how reviewers are tested
 */
public record QueueSettings(
    String applicationId, Topics topics, Duration lease, Duration expireAfter, Testing testing) {
  /** Settings that test nobody. */
  public QueueSettings(String applicationId, Topics topics, Duration lease, Duration expireAfter) {
    this(applicationId, topics, lease, expireAfter, Testing.NONE);
  }

  /**
   * Topics with equal numbers of partitions and equal keys.
   *
   * @param review items, input
   * @param attributes answers, input
   * @param decisions decisions, input and output
   */
  public record Topics(String review, String attributes, String decisions) {}
}

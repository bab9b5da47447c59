package io.cmaclip.streams.topics;

/**
 * How missing topics are created.
 *
 * @param partitions of the listings topic, at least 1; the others get as many as it has
 * @param replication replicas, -1 for the cluster's default
 * @param create whether missing topics are created at all
 */
public record TopicSettings(int partitions, int replication, boolean create) {
  public static final TopicSettings DEFAULT = new TopicSettings(8, -1, true);
}

package io.cmaclip.streams.topics;

/**
 * How missing topics are created.
 *
 * @param partitions partitions of the listings topic, at least 1; other topics get as many as it
 *     has
 * @param replication replication factor, -1 for the default of the cluster
 * @param create whether missing topics are created
 */
public record TopicSettings(int partitions, int replication, boolean create) {
  public static final TopicSettings DEFAULT = new TopicSettings(8, -1, true);
}

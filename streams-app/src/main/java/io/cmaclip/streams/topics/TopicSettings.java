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

  public TopicSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions = " + partitions + ": must be at least 1");
    }
    if (replication != -1 && (replication < 1 || replication > Short.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "replication = " + replication + ": must be -1, or between 1 and 32767");
    }
  }
}

package io.cmaclip.streams.topics;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the cluster describes it.
 *
 * @param config its settings by Kafka's names; empty when the cluster does not let us see them
 */
record ExistingTopic(String name, int partitions, Map<String, String> config) {
  boolean isCompacted() {
    return config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("compact");
  }

  boolean isReadable() {
    return !config.isEmpty();
  }

  long maxMessageBytes() {
    return Long.parseLong(config.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588"));
  }

  /** How far in the future a record's time may lie, in milliseconds. */
  long timestampAfterMax() {
    return limit(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
  }

  /** How far in the past a record's time may lie, in milliseconds. */
  long timestampBeforeMax() {
    return limit(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG);
  }

  private long limit(String key) {
    boolean brokersTime =
        "LogAppendTime".equals(config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
    String value = config.get(key);
    return brokersTime || value == null ? Long.MAX_VALUE : Long.parseLong(value);
  }
}

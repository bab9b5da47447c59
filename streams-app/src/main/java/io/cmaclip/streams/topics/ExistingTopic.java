package io.cmaclip.streams.topics;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the cluster describes it.
 *
 * @param config its settings by Kafka's names; empty if the cluster does not permit reading them
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

  /** Largest record timestamp accepted, in milliseconds after the broker's clock. */
  long timestampAfterMax() {
    return limit(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
  }

  /** Smallest record timestamp accepted, in milliseconds before the broker's clock. */
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

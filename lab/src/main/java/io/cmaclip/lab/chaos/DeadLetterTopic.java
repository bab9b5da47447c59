package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the dead-letter topic reject or accept records. Not thread-safe. */
final class DeadLetterTopic {
  /**
   * Record limit in bytes. Smaller than any dead letter, but larger than a transaction marker (78
   * bytes): rejected markers would block the transaction coordinator permanently.
   */
  private static final String SMALLEST_LIMIT = "120";

  /** Time until every broker applies the limit. */
  private static final Duration PROPAGATION = Duration.ofSeconds(2);

  private final Admin admin;
  private final ConfigResource topic;
  private String limit;

  /** Does not close {@code admin}. */
  DeadLetterTopic(Admin admin, String topic) {
    this.admin = admin;
    this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  void refuse() throws InterruptedException {
    try {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      limit = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
    } catch (ExecutionException e) {
      throw new UserException(
          "cannot read the dead-letter topic's record limit: " + e.getCause().getMessage(), e);
    }
    set(SMALLEST_LIMIT);
  }

  /** Restores the limit if it was changed. */
  void restore() throws InterruptedException {
    if (limit != null) {
      set(limit);
      Thread.sleep(PROPAGATION.toMillis());
    }
  }

  private void set(String bytes) throws InterruptedException {
    AlterConfigOp change =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes), AlterConfigOp.OpType.SET);
    try {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    } catch (ExecutionException e) {
      throw new UserException(
          "cannot change the dead-letter topic: " + e.getCause().getMessage(), e);
    }
  }
}

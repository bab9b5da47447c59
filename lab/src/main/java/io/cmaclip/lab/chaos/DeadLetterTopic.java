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

/** Makes the dead-letter topic refuse every record, and take them again. Owned by one thread. */
final class DeadLetterTopic {
  /**
   * Dead letters are larger, if only by their headers; a transaction's marker (78 bytes) is not.
   * Markers that are refused leave the transaction, and its coordinator, in the lurch for good.
   */
  private static final String NOTHING_FITS = "120";

  /** Until every broker has heard of it. */
  private static final Duration PROPAGATION = Duration.ofSeconds(2);

  private final Admin admin;
  private final ConfigResource topic;
  private String limit;

  /**
   * @param admin not owned
   */
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
          "the limit of the dead-letter topic is not known: " + e.getCause().getMessage(), e);
    }
    set(NOTHING_FITS);
  }

  /** Does nothing when nothing was changed. */
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
          "the dead-letter topic cannot be changed: " + e.getCause().getMessage(), e);
    }
  }
}

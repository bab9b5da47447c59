package io.cmaclip.streams.service;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster how large the records of the output topics may be. */
final class TopicLimits {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

  private TopicLimits() {}

  /** The smaller of what the producer sends and what each topic takes. */
  static RecordLimits read(Properties properties, TopicNames topics) {
    int producer = StreamsProperties.maxRequestBytes(properties);
    try (Admin admin = Admin.create(StreamsProperties.adminProperties(properties))) {
      return new RecordLimits(
          Math.min(producer, limit(admin, topics.attributes())),
          Math.min(producer, limit(admin, topics.review())),
          Math.min(producer, limit(admin, topics.deadLetter())));
    }
  }

  static int limit(Admin admin, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all().get();
      return Integer.parseInt(
          configs.get(resource).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        throw new UserException(
            "topic " + topic + ": max.message.bytes cannot be read: " + e.getCause().getMessage(),
            e);
      }
      LOG.warn(
          "topic {}: its max.message.bytes is not known ({}); assuming Kafka's default",
          topic,
          e.getCause().getMessage());
      return RecordLimits.DEFAULT.attributes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RecordLimits.DEFAULT.attributes();
    }
  }
}

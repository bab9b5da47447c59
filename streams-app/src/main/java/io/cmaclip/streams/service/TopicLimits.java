package io.cmaclip.streams.service;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the cluster how large records of the output topics may be, and how many partitions
 * share the listings.
 */
final class TopicLimits {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

  private TopicLimits() {}

  /** The smaller of the producer's and each topic's limit. */
  static RecordLimits read(StreamsConfig config, TopicNames topics) {
    int producer = maxRequestBytes(config);
    try (Admin admin =
        Admin.create(config.getAdminConfigs(StreamsProperties.clientId(config, "limits")))) {
      return new RecordLimits(
          Math.min(producer, limit(admin, topics.attributes())),
          Math.min(producer, limit(admin, topics.review())),
          Math.min(producer, limit(admin, topics.deadLetter())));
    }
  }

  /**
   * Partitions of a topic.
   *
   * @throws UserException if they cannot be read
   */
  static int partitions(StreamsConfig config, String topic) {
    try (Admin admin =
        Admin.create(config.getAdminConfigs(StreamsProperties.clientId(config, "limits")))) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
    } catch (ExecutionException e) {
      throw new UserException(
          "topic " + topic + ": its partitions cannot be read: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("topic " + topic + ": its partitions cannot be read", e);
    }
  }

  /** Largest record that the producer sends. */
  static int maxRequestBytes(StreamsConfig config) {
    return Integer.parseInt(
        config.getProducerConfigs("limits").get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG).toString());
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
          "topic {}: cannot read max.message.bytes ({}); assuming Kafka's default",
          topic,
          e.getCause().getMessage());
      return RecordLimits.DEFAULT.attributes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RecordLimits.DEFAULT.attributes();
    }
  }
}

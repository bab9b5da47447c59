package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UserException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back to their topics, but not those whose listing has a newer version or was
 * deleted since. Records and progress share a transaction, so after a crash the next redrive
 * continues with the first record that was not sent. A second concurrent redrive fences the first.
 */
public final class Redrive {
  private static final int RECORDS_PER_TRANSACTION = 500;
  private static final int LARGEST_RECORD = 64 << 20;

  private final RedriveRequest request;
  private final Map<String, Object> consumerProperties;
  private final Map<String, Object> producerProperties;
  private final Admin admin;
  private final UpdateTimes times;

  /**
   * @param consumerProperties consumer settings, including {@code bootstrap.servers}
   * @param producerProperties producer settings, including {@code bootstrap.servers}
   * @param admin admin client of the same cluster; not closed
   * @param times not closed
   */
  public Redrive(
      RedriveRequest request,
      Map<String, Object> consumerProperties,
      Map<String, Object> producerProperties,
      Admin admin,
      UpdateTimes times) {
    this.request = request;
    this.consumerProperties = consumerSettings(consumerProperties);
    this.producerProperties = producerSettings(producerProperties);
    this.producerProperties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, request.group());
    this.admin = admin;
    this.times = times;
  }

  /** The consumer settings of a redrive. The user's settings override only its defaults. */
  static Map<String, Object> consumerSettings(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_TRANSACTION);
    all.putAll(properties);
    // The user's auto.offset.reset is meant for the listings topic; this one always seeks.
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return all;
  }

  /** The producer settings of a redrive, without its transactional id. */
  static Map<String, Object> producerSettings(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_RECORD);
    all.putAll(properties);
    return all;
  }

  /**
   * Sends back the dead letters that exist at the start.
   *
   * @param progress receives the number of records of each poll
   * @throws UserException when a topic is missing, a record is rejected, or another redrive fences
   *     this one
   */
  public RedriveReport run(LongConsumer progress) {
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                producerProperties, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer = consumer(consumerProperties);
        NewerVersions versions =
            request.force()
                ? null
                : new NewerVersions(
                    consumerProperties, new AnsweredVersions(request.attributesTopic(), times))) {
      // Aborts an open transaction of an earlier redrive, so the progress read next is final.
      producer.initTransactions();
      List<TopicPartition> partitions =
          NewerVersions.partitions(consumer, request.deadLetterTopic());
      if (partitions.isEmpty()) {
        throw new UserException("topic " + request.deadLetterTopic() + " does not exist");
      }
      Map<String, ConsumerGroupMetadata> groups = new HashMap<>();
      return new RedriveSession(
              request,
              new RedriveSession.Clients(
                  producer,
                  consumer,
                  group -> groups.computeIfAbsent(group, this::metadata),
                  versions),
              RedriveProgress.read(admin, request.group(), partitions),
              partitions)
          .run(progress);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new UserException("another redrive has taken over", e);
    } catch (TimeoutException e) {
      throw new UserException("the cluster does not answer: " + e.getMessage(), e);
    }
  }

  /** Only a consumer provides the metadata of a group; this one never joins it. */
  private ConsumerGroupMetadata metadata(String group) {
    Map<String, Object> member = new HashMap<>(consumerProperties);
    member.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    try (KafkaConsumer<byte[], byte[]> outsider = consumer(member)) {
      return outsider.groupMetadata();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

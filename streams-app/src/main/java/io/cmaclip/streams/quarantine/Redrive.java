package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back to their topics. Records and progress share a transaction, so after a
 * crash the next redrive continues with the first record that was not sent. A second concurrent
 * redrive fences the first.
 */
public final class Redrive {
  private static final int RECORDS_PER_TRANSACTION = 500;
  private static final int LARGEST_RECORD = 64 << 20;
  private static final Duration POLL = Duration.ofMillis(500);

  private final RedriveRequest request;
  private final Map<String, Object> consumerProperties;
  private final Map<String, Object> producerProperties;
  private final Admin admin;

  /**
   * @param consumerProperties bootstrap servers and security of the consumer
   * @param producerProperties bootstrap servers and security of the producer
   * @param admin admin client of the same cluster; not closed
   */
  public Redrive(
      RedriveRequest request,
      Map<String, Object> consumerProperties,
      Map<String, Object> producerProperties,
      Admin admin) {
    this.request = request;
    this.consumerProperties = new HashMap<>(consumerProperties);
    this.producerProperties = new HashMap<>(producerProperties);
    this.admin = admin;
  }

  /**
   * Sends back the dead letters that exist at the start.
   *
   * @param progress receives the number of records of each poll
   * @throws UserException when a topic is missing, a record is rejected, or another redrive fences
   *     this one
   */
  public RedriveReport run(LongConsumer progress) {
    consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumerProperties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumerProperties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_TRANSACTION);
    producerProperties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, request.group());
    producerProperties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    producerProperties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_RECORD);
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                producerProperties, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                consumerProperties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      // Aborts an open transaction of an earlier redrive, so the progress read next is final.
      producer.initTransactions();
      return new Session(producer, consumer, progress).run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new UserException("another redrive has taken over", e);
    } catch (TimeoutException e) {
      throw new UserException("the cluster does not answer: " + e.getMessage(), e);
    }
  }

  private final class Session {
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongConsumer listener;
    private final Set<String> reasons =
        request.reason() == null ? RedriveProgress.reasons() : Set.of(request.reason());
    private final Map<String, Integer> partitionsOf = new HashMap<>();
    private final Map<String, ConsumerGroupMetadata> groups = new HashMap<>();
    private final Map<String, Long> sentByReason = new TreeMap<>();
    private RedriveProgress done;
    private long sent;
    private long otherReason;
    private long cut;
    private long withoutOrigin;

    Session(
        KafkaProducer<byte[], byte[]> producer,
        KafkaConsumer<byte[], byte[]> consumer,
        LongConsumer listener) {
      this.producer = producer;
      this.consumer = consumer;
      this.listener = listener;
    }

    RedriveReport run() {
      List<TopicPartition> partitions = new ArrayList<>();
      List<PartitionInfo> infos = consumer.partitionsFor(request.deadLetterTopic());
      if (infos.isEmpty()) {
        throw new UserException("topic " + request.deadLetterTopic() + " does not exist");
      }
      infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      done = RedriveProgress.read(admin, request.group(), partitions);
      // Records that are dead-lettered again meanwhile are left to the next redrive.
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
      consumer.assign(partitions);
      partitions.forEach(
          part -> consumer.seek(part, Math.max(beginnings.get(part), done.first(reasons, part))));
      while (sent < request.limit() && !atEnd(partitions, ends)) {
        var polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
          transact(polled, ends);
          listener.accept(polled.count());
        }
      }
      return new RedriveReport(sent, sentByReason, otherReason, cut, withoutOrigin);
    }

    private boolean atEnd(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
      return partitions.stream().allMatch(part -> consumer.position(part) >= ends.get(part));
    }

    private void transact(
        Iterable<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> ends) {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      List<DeadLetter> letters = new ArrayList<>();
      try {
        for (ConsumerRecord<byte[], byte[]> record : records) {
          TopicPartition part = new TopicPartition(record.topic(), record.partition());
          if (sent >= request.limit() || record.offset() >= ends.get(part)) {
            continue;
          }
          DeadLetter letter = new DeadLetter(record);
          if (isToBeSent(letter, part)) {
            sends.add(producer.send(letter.original(partitionsOf(letter.origin()))));
            letters.add(letter);
            sent++;
            sentByReason.merge(letter.reason(), 1L, Long::sum);
          }
          done.advance(reasons, part, record.offset() + 1);
        }
        for (int i = 0; i < sends.size(); i++) {
          confirm(sends.get(i), letters.get(i));
        }
        for (String reason : reasons) {
          producer.sendOffsetsToTransaction(done.offsets(reason), groupOf(reason));
        }
        producer.commitTransaction();
      } catch (UserException e) {
        producer.abortTransaction();
        throw e;
      }
    }

    private boolean isToBeSent(DeadLetter letter, TopicPartition part) {
      String reason = letter.reason();
      if (!reasons.contains(reason)) {
        otherReason++;
        return false;
      }
      if (done.isDone(reason, part, letter.record().offset())) {
        return false;
      }
      if (letter.isCut()) {
        cut++;
        return false;
      }
      if (letter.origin() == null || letter.origin().equals(request.deadLetterTopic())) {
        withoutOrigin++;
        return false;
      }
      return true;
    }

    /** Only a consumer provides group metadata; this consumer never joins the group. */
    private ConsumerGroupMetadata groupOf(String reason) {
      return groups.computeIfAbsent(
          done.group(reason),
          group -> {
            Map<String, Object> member = new HashMap<>(consumerProperties);
            member.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            try (KafkaConsumer<byte[], byte[]> outsider =
                new KafkaConsumer<>(
                    member, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
              return outsider.groupMetadata();
            }
          });
    }

    private int partitionsOf(String topic) {
      return partitionsOf.computeIfAbsent(
          topic,
          name -> {
            int partitions = consumer.partitionsFor(name).size();
            if (partitions == 0) {
              throw new UserException(
                  "topic " + name + ", the origin of dead letters, does not exist");
            }
            return partitions;
          });
    }

    private static void confirm(Future<RecordMetadata> send, DeadLetter letter) {
      try {
        send.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ProducerFencedException fenced) {
          throw fenced;
        }
        if (e.getCause() instanceof InvalidProducerEpochException fenced) {
          throw fenced;
        }
        throw new UserException(
            "dead letter at partition "
                + letter.record().partition()
                + ", offset "
                + letter.record().offset()
                + " cannot be sent back to "
                + letter.origin()
                + ": "
                + e.getCause().getMessage(),
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted", e);
      }
    }
  }
}

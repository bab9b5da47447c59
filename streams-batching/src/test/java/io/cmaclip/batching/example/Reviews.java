package io.cmaclip.batching.example;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Test client of the example: writes reviews, reads committed scores. */
final class Reviews implements AutoCloseable {
  private static final int PARTITIONS = 2;

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, Integer> consumer;
  private final List<ConsumerRecord<String, Integer>> scores = new ArrayList<>();

  /** Creates the topics. */
  Reviews(String bootstrap) throws InterruptedException, ExecutionException {
    Map<String, Object> cluster = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    try (Admin admin = Admin.create(cluster)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("reviews", PARTITIONS, (short) 1),
                  new NewTopic("scores", PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    producer = new KafkaProducer<>(cluster, new StringSerializer(), new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new IntegerDeserializer());
    List<TopicPartition> partitions =
        List.of(new TopicPartition("scores", 0), new TopicPartition("scores", 1));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Writes reviews with the keys 0, 1, 2 and so on; every other one is friendly. */
  void write(int count) {
    for (int i = 0; i < count; i++) {
      String review = i % 2 == 0 ? "I love it" : "It broke";
      var unused = producer.send(new ProducerRecord<>("reviews", Integer.toString(i), review));
    }
    producer.flush();
  }

  /** All scores committed so far. */
  List<ConsumerRecord<String, Integer>> scores() {
    consumer.poll(Duration.ofMillis(100)).forEach(scores::add);
    return scores;
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}

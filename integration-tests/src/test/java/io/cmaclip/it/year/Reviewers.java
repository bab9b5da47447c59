package io.cmaclip.it.year;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.topics.CommittedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reviewers who decide every review item: each task whose true label is known, once. 2% of their
 * labels are wrong, and every 20th decision is written twice, as by a page that sends again. Used
 * by one thread.
 */
final class Reviewers implements AutoCloseable {
  private static final double WRONG = 0.02;
  private static final int REPEATED = 20;
  static final String DECISIONS = "review-decisions";
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private final EventSerdes serdes;
  private final CommittedRecords items;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, List<String>> classes = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(7);

  /** Labels by listing and task, as decided. */
  private final Map<String, Map<String, String>> decided = new HashMap<>();

  private int decisions;
  private int audited;

  /**
   * @param config of the cluster
   * @param serdes not owned
   * @param bundle names the classes that reviewers may choose
   */
  Reviewers(ServiceConfig config, EventSerdes serdes, BundleManifest bundle) {
    this.serdes = serdes;
    this.items =
        CommittedRecords.of(
            config.consumerProperties(), List.of("listing-review"), Duration.ofMillis(50));
    this.producer =
        new KafkaProducer<>(
            config.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    for (BundleTask task : bundle.tasks()) {
      classes.put(
          task.name(),
          task.classes().stream().filter(name -> !Stock.NEW_NAMES.containsKey(name)).toList());
    }
  }

  /**
   * Decides the items that wait.
   *
   * @param week of the decisions
   * @param stream listings sent so far, by id
   */
  void decide(int week, Map<String, OfferedListing> stream) {
    items.drain(
        record -> {
          ReviewItem item = item(record);
          decide(week, record, item, stream.get(item.getListing().getListingId()));
        });
    producer.flush();
  }

  private ReviewItem item(ConsumerRecord<byte[], byte[]> record) {
    return serdes
        .serde(ReviewItem.class)
        .deserializer()
        .deserialize(record.topic(), record.value());
  }

  private void decide(
      int week, ConsumerRecord<byte[], byte[]> record, ReviewItem item, OfferedListing listing) {
    Map<String, String> ofListing = decided.computeIfAbsent(listing.id(), id -> new HashMap<>());
    audited += item.getSamplingProbability() != null && ofListing.isEmpty() ? 1 : 0;
    Stock.named(listing.truth(), week)
        .forEach(
            (task, truth) -> {
              if (!ofListing.containsKey(task)) {
                String label = random.nextDouble() < WRONG ? any(task) : truth;
                ofListing.put(task, label);
                send(record, decision(week, item, task, label));
              }
            });
  }

  private String any(String task) {
    List<String> labels = classes.get(task);
    return labels.get(random.nextInt(labels.size()));
  }

  private ReviewDecision decision(int week, ReviewItem item, String task, String label) {
    return ReviewDecision.newBuilder()
        .setListingId(item.getListing().getListingId())
        .setTask(task)
        .setLabel(label)
        .setKind(DecisionKind.LABEL)
        .setReviewer("reviewer-" + decisions % 3)
        .setDecidedAt(NEW_YEAR.plus(Duration.ofDays(7L * (week - 1))).plusMillis(decisions))
        .setDecisionId("decision-" + decisions++)
        .setListingUpdatedAt(item.getAttributes().getListingUpdatedAt())
        .setContentHash(item.getAttributes().getContentHash())
        .setModelFingerprint(item.getAttributes().getModel().getFingerprint())
        .setSamplingProbability(item.getSamplingProbability())
        .build();
  }

  private void send(ConsumerRecord<byte[], byte[]> item, ReviewDecision decision) {
    byte[] value = serdes.serde(ReviewDecision.class).serializer().serialize(DECISIONS, decision);
    for (int i = 0; i < (decisions % REPEATED == 0 ? 2 : 1); i++) {
      var unused =
          producer.send(new ProducerRecord<>(DECISIONS, item.partition(), item.key(), value));
    }
  }

  /** Labels of a listing by task, as decided. */
  Map<String, String> decided(String id) {
    return decided.getOrDefault(id, Map.of());
  }

  /** Number of decisions, without repeated ones. */
  int decisions() {
    return decisions;
  }

  /** Number of decided listings of the audit sample. */
  int audited() {
    return audited;
  }

  @Override
  public void close() {
    items.close();
    producer.close();
  }
}

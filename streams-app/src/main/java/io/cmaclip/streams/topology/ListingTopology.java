package io.cmaclip.streams.topology;

import io.cmaclip.streams.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Reads listings and decisions of reviewers, and writes attributes, review items and dead letters.
 * Keys and values are bytes, so neither the source nor a sink can fail on a record.
 */
public final class ListingTopology {
  static final String LISTINGS = "listings";
  static final String RECLASSIFY = "reclassify";
  static final String DECISIONS = "decisions";
  static final String CLASSIFY = "classify";
  static final String ATTRIBUTES = "attributes";
  static final String REVIEW = "review";
  static final String DEAD_LETTER = "dead-letter";

  /** No reset policy of the source: {@code auto.offset.reset} of the consumer applies. */
  private static final AutoOffsetReset CONSUMERS_RESET = null;

  private static final ByteArrayDeserializer FROM = new ByteArrayDeserializer();
  private static final ByteArraySerializer TO = new ByteArraySerializer();

  private ListingTopology() {}

  /** The topology, to be run by Kafka Streams or by a TopologyTestDriver. */
  public static Topology build(TopicNames topics, Classification classification) {
    Topology topology =
        new Topology()
            .addSource(
                CONSUMERS_RESET,
                LISTINGS,
                new ArrivalTime(),
                FROM,
                FROM,
                topics.inputs().toArray(String[]::new));
    List<String> sources = new ArrayList<>(List.of(LISTINGS));
    if (classification.reclassifyTopic() != null) {
      sources.add(RECLASSIFY);
      topology.addSource(
          CONSUMERS_RESET,
          RECLASSIFY,
          new ArrivalTime(),
          FROM,
          FROM,
          classification.reclassifyTopic());
    }
    if (classification.decisionsTopic() != null) {
      sources.add(DECISIONS);
      topology.addSource(
          CONSUMERS_RESET,
          DECISIONS,
          new FirstInTask(),
          FROM,
          FROM,
          classification.decisionsTopic());
    }
    return topology
        .addProcessor(CLASSIFY, classification.batching(), sources.toArray(String[]::new))
        .addSink(ATTRIBUTES, topics.attributes(), TO, TO, CLASSIFY)
        .addSink(REVIEW, topics.review(), TO, TO, CLASSIFY)
        .addSink(DEAD_LETTER, topics.deadLetter(), TO, TO, CLASSIFY);
  }
}

package io.cmaclip.batching;

import io.cmaclip.batching.internal.ByteBudget;
import io.cmaclip.batching.internal.InFlightPartitions;
import io.cmaclip.batching.internal.OffsetHoldingClientSupplier;
import io.cmaclip.batching.internal.StreamsRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The asynchronous step of a Kafka Streams topology. It passes records to an {@link Intake} and
 * forwards their results in the order received; no commit covers a record in flight. Add it
 * directly after the source of its topics, one per Kafka Streams instance, and create the instance
 * with {@link #kafkaStreams} or {@link #clientSupplier}.
 *
 * @param <K> key of the input
 * @param <V> value of the input
 * @param <KOut> key of the outputs
 * @param <VOut> value of the outputs
 */
public final class StreamsBatching<K, V, KOut, VOut>
    implements ProcessorSupplier<K, V, KOut, VOut> {
  record Shared<K, V, R, KOut, VOut>(
      Map<String, InFlightLimits> topics,
      Function<TopicPartition, ? extends Intake<K, V, R>> intakes,
      ResultForwarder<K, V, R, KOut, VOut> forwarder,
      ByteBudget budget,
      InFlightPartitions inFlight,
      BatchingObserver observer) {}

  private final Shared<K, V, ?, KOut, VOut> shared;
  private final Set<StoreBuilder<?>> stores;

  private StreamsBatching(Shared<K, V, ?, KOut, VOut> shared, Set<StoreBuilder<?>> stores) {
    this.shared = shared;
    this.stores = Set.copyOf(stores);
  }

  /**
   * Creates a builder.
   *
   * @param topic the input topic
   * @param intakes creates the intake of a partition on each assignment
   * @param forwarder converts results to outputs
   */
  public static <K, V, R, KOut, VOut> Builder<K, V, R, KOut, VOut> builder(
      String topic,
      Function<TopicPartition, ? extends Intake<K, V, R>> intakes,
      ResultForwarder<K, V, R, KOut, VOut> forwarder) {
    return new Builder<>(topic, intakes, forwarder);
  }

  /**
   * Rejects a Kafka Streams configuration that would commit offsets of records in flight.
   *
   * @throws IllegalArgumentException naming key and reason
   */
  public static void check(Map<?, ?> config) {
    StreamsRules.check(config);
  }

  /**
   * Creates Kafka Streams with clients that commit no offset of a record in flight.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public KafkaStreams kafkaStreams(Topology topology, Properties config) {
    check(config);
    return new KafkaStreams(topology, new StreamsConfig(config), clientSupplier());
  }

  /** For Kafka Streams created without {@link #kafkaStreams}; call {@link #check} first. */
  public KafkaClientSupplier clientSupplier() {
    return new OffsetHoldingClientSupplier(shared.inFlight());
  }

  @Override
  public Processor<K, V, KOut, VOut> get() {
    return processor(shared);
  }

  /** The state stores of the builder; {@link Topology#addProcessor} adds them. */
  @Override
  public Set<StoreBuilder<?>> stores() {
    return stores;
  }

  private static <K, V, R, KOut, VOut> Processor<K, V, KOut, VOut> processor(
      Shared<K, V, R, KOut, VOut> shared) {
    return new BatchingProcessor<>(shared);
  }

  /** Number of records in flight. */
  public long recordsInFlight() {
    return shared.inFlight().records();
  }

  /** Bytes in flight; see {@link InFlight#reserve}. */
  public long bytesInFlight() {
    return shared.budget().usedBytes();
  }

  /** Maximum of bytes in flight since the start. */
  public long peakBytesInFlight() {
    return shared.budget().peakBytes();
  }

  /** Age of the oldest record in flight; zero without one. */
  public Duration oldestInFlight() {
    return shared.inFlight().oldestAge();
  }

  /**
   * Sum over partitions of the distance from the oldest record in flight to the newest received
   * record: the number of offsets that a restart reads again.
   */
  public long offsetsHeld() {
    return shared.inFlight().offsetsHeld();
  }

  public static final class Builder<K, V, R, KOut, VOut> {
    private final String topic;
    private final Function<TopicPartition, ? extends Intake<K, V, R>> intakes;
    private final ResultForwarder<K, V, R, KOut, VOut> forwarder;
    private final Map<String, InFlightLimits> otherTopics = new LinkedHashMap<>();
    private InFlightLimits limits = InFlightLimits.DEFAULT;
    private BatchingObserver observer = BatchingObserver.NONE;
    private Set<StoreBuilder<?>> stores = Set.of();

    private Builder(
        String topic,
        Function<TopicPartition, ? extends Intake<K, V, R>> intakes,
        ResultForwarder<K, V, R, KOut, VOut> forwarder) {
      this.topic = Objects.requireNonNull(topic, "topic");
      this.intakes = Objects.requireNonNull(intakes, "intakes");
      this.forwarder = Objects.requireNonNull(forwarder, "forwarder");
    }

    public Builder<K, V, R, KOut, VOut> limits(InFlightLimits inFlightLimits) {
      limits = inFlightLimits;
      return this;
    }

    public Builder<K, V, R, KOut, VOut> observer(BatchingObserver batchingObserver) {
      observer = batchingObserver;
      return this;
    }

    /**
     * State stores of each task. The intake may read them, and only the forwarder may write to
     * them: then a store holds exactly what the forwarded records have written, and is committed
     * with their outputs.
     */
    public Builder<K, V, R, KOut, VOut> stores(Set<StoreBuilder<?>> storeBuilders) {
      stores = storeBuilders;
      return this;
    }

    /**
     * Reads another topic, with the same number of partitions, whose source is a parent of the same
     * processor. The results of a topic are forwarded in order, those of two topics in any order.
     *
     * @param itsLimits the topic is not polled while the bytes in flight of all topics are above
     *     its limit, so a lower limit leaves room for the first topic
     */
    public Builder<K, V, R, KOut, VOut> alsoReads(String otherTopic, InFlightLimits itsLimits) {
      otherTopics.put(otherTopic, itsLimits);
      return this;
    }

    public StreamsBatching<K, V, KOut, VOut> build() {
      Map<String, InFlightLimits> topics = new LinkedHashMap<>();
      topics.put(topic, limits);
      topics.putAll(otherTopics);
      return new StreamsBatching<>(
          new Shared<>(
              topics,
              intakes,
              forwarder,
              new ByteBudget(limits.maxBytes()),
              new InFlightPartitions(),
              observer),
          stores);
    }
  }
}

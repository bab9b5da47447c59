package io.cmaclip.batching;

import io.cmaclip.batching.internal.ByteBudget;
import io.cmaclip.batching.internal.InFlightPartitions;
import io.cmaclip.batching.internal.OffsetHoldingClientSupplier;
import io.cmaclip.batching.internal.StreamsRules;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The asynchronous step of a Kafka Streams topology: it hands records to an {@link Intake} and
 * forwards their results in the order received, while no commit passes a record in flight. To be
 * added right behind the source of its topic; one for each Kafka Streams instance, which has to be
 * made by {@link #kafkaStreams} or with {@link #clientSupplier}.
 *
 * @param <K> key of the input
 * @param <V> value of the input
 * @param <KOut> key of the outputs
 * @param <VOut> value of the outputs
 */
public final class StreamsBatching<K, V, KOut, VOut>
    implements ProcessorSupplier<K, V, KOut, VOut> {
  /** What the processors of all tasks share. */
  record Shared<K, V, R, KOut, VOut>(
      String topic,
      Function<TopicPartition, ? extends Intake<K, V, R>> intakes,
      ResultForwarder<K, V, R, KOut, VOut> forwarder,
      int maxPerPartition,
      ByteBudget budget,
      InFlightPartitions inFlight,
      BatchingObserver observer) {}

  private final Shared<K, V, ?, KOut, VOut> shared;

  private StreamsBatching(Shared<K, V, ?, KOut, VOut> shared) {
    this.shared = shared;
  }

  /**
   * Begins the step.
   *
   * @param topic the one topic whose records come here
   * @param intakes gives the intake of a partition, each time it is assigned
   * @param forwarder makes outputs of results
   */
  public static <K, V, R, KOut, VOut> Builder<K, V, R, KOut, VOut> builder(
      String topic,
      Function<TopicPartition, ? extends Intake<K, V, R>> intakes,
      ResultForwarder<K, V, R, KOut, VOut> forwarder) {
    return new Builder<>(topic, intakes, forwarder);
  }

  /**
   * Refuses a Kafka Streams configuration under which commits could pass a record in flight.
   *
   * @throws IllegalArgumentException naming the key and the reason
   */
  public static void check(Map<?, ?> config) {
    StreamsRules.check(config);
  }

  /**
   * Kafka Streams with clients that commit no offset beyond a record in flight.
   *
   * @throws IllegalArgumentException as {@link #check} does
   */
  public KafkaStreams kafkaStreams(Topology topology, Properties config) {
    check(config);
    return new KafkaStreams(topology, new StreamsConfig(config), clientSupplier());
  }

  /** For whoever makes Kafka Streams without {@link #kafkaStreams}; see {@link #check}. */
  public KafkaClientSupplier clientSupplier() {
    return new OffsetHoldingClientSupplier(shared.inFlight());
  }

  @Override
  public Processor<K, V, KOut, VOut> get() {
    return processor(shared);
  }

  private static <K, V, R, KOut, VOut> Processor<K, V, KOut, VOut> processor(
      Shared<K, V, R, KOut, VOut> shared) {
    return new BatchingProcessor<>(shared);
  }

  /** Records in flight now. */
  public long recordsInFlight() {
    return shared.inFlight().records();
  }

  /** Bytes in flight now; see {@link InFlight#reserve}. */
  public long bytesInFlight() {
    return shared.budget().usedBytes();
  }

  /** Most bytes that were ever in flight at once. */
  public long peakBytesInFlight() {
    return shared.budget().peakBytes();
  }

  /** How long the oldest record in flight has been so; zero without any. */
  public Duration oldestInFlight() {
    return shared.inFlight().oldestAge();
  }

  /**
   * Positions from each partition's oldest record in flight to the newest received, summed: what a
   * restart now would read again.
   */
  public long offsetsHeld() {
    return shared.inFlight().offsetsHeld();
  }

  /** How the step is made. */
  public static final class Builder<K, V, R, KOut, VOut> {
    private final String topic;
    private final Function<TopicPartition, ? extends Intake<K, V, R>> intakes;
    private final ResultForwarder<K, V, R, KOut, VOut> forwarder;
    private InFlightLimits limits = InFlightLimits.DEFAULT;
    private BatchingObserver observer = BatchingObserver.NONE;

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

    public StreamsBatching<K, V, KOut, VOut> build() {
      return new StreamsBatching<>(
          new Shared<>(
              topic,
              intakes,
              forwarder,
              limits.maxPerPartition(),
              new ByteBudget(limits.maxBytes()),
              new InFlightPartitions(),
              observer));
    }
  }
}

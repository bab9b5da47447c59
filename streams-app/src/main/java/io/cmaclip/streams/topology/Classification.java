package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.streams.batching.ByteBudget;
import io.cmaclip.streams.batching.FatalHandler;
import io.cmaclip.streams.batching.InFlightPartitions;
import io.cmaclip.streams.batching.InFlightQueue;
import io.cmaclip.streams.batching.InFlightSettings;
import io.cmaclip.streams.batching.IntakeWait;
import io.cmaclip.streams.generation.Generations;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.records.ReceivedRecord;
import io.cmaclip.streams.records.RecordLimits;
import io.cmaclip.streams.review.ReviewItems;
import io.cmaclip.streams.suspects.PartitionClaim;
import io.cmaclip.streams.suspects.RunGuard;
import io.cmaclip.streams.suspects.Suspects;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What all tasks share on the way of a listing: intake, bytes in flight, offsets held, output
 * records. Safe for any number of stream threads.
 */
public final class Classification implements AutoCloseable {
  /** The Avro side. */
  public record Events(
      Deserializer<ProductListing> listings,
      Serializer<ListingAttributes> attributes,
      Serializer<ReviewItem> review) {}

  /**
   * What guards against listings that end the process.
   *
   * @param suspects not owned
   * @param guard the batchers'
   */
  public record Guard(Suspects suspects, RunGuard guard) {}

  /**
   * Limits and sizes.
   *
   * @param intakeWait see {@link IntakeWait}; zero where partitions are held back from the poll
   * @param maxInlinePictureBytes picture bytes a review item carries at most
   */
  public record Limits(
      InFlightSettings inFlight,
      Duration intakeWait,
      RecordLimits records,
      int preparationThreads,
      int maxInlinePictureBytes) {}

  private final TopicNames topics;
  private final InFlightSettings inFlightSettings;
  private final Generations models;
  private final ByteBudget budget;
  private final InFlightPartitions inFlight;
  private final IntakeWait intakeWait;
  private final Suspects suspects;
  private final ListingIntake intake;
  private final OutcomeRecords records;
  private final ListingObserver observer;

  /**
   * Starts the preparation threads.
   *
   * @param models not owned
   * @param onlooker not owned
   * @param images not owned
   * @param inFlight shared with the client supplier of the same Kafka Streams instance
   */
  public Classification(
      TopicNames topics,
      Events events,
      Generations models,
      Guard guard,
      Onlooker onlooker,
      ImageSource images,
      ImageSettings imageSettings,
      Limits limits,
      InFlightPartitions inFlight,
      InstantSource clock,
      ListingObserver observer,
      FatalHandler fatal) {
    this.topics = topics;
    this.observer = observer;
    this.inFlightSettings = limits.inFlight();
    this.models = models;
    this.suspects = guard.suspects();
    this.budget = new ByteBudget(limits.inFlight().maxBytes());
    this.inFlight = inFlight;
    this.intakeWait = new IntakeWait(inFlight, limits.intakeWait());
    this.intake =
        new ListingIntake(
            new ListingDecoder(events.listings()),
            images,
            imageSettings,
            models,
            guard.guard(),
            onlooker,
            limits.preparationThreads(),
            fatal);
    this.records =
        new OutcomeRecords(
            topics,
            limits.records(),
            events.attributes(),
            events.review(),
            new ReviewItems(limits.maxInlinePictureBytes()),
            clock,
            observer);
  }

  /** Bytes in flight. */
  public ByteBudget budget() {
    return budget;
  }

  /** Whether records wait for a registry that does not answer. */
  public boolean waitsForRegistry() {
    return intake.waitsForRegistry();
  }

  /** Call after Kafka Streams has been closed. */
  @Override
  public void close() {
    intake.close();
  }

  TopicNames topics() {
    return topics;
  }

  InFlightPartitions inFlight() {
    return inFlight;
  }

  IntakeWait intakeWait() {
    return intakeWait;
  }

  ListingIntake intake() {
    return intake;
  }

  ListingObserver observer() {
    return observer;
  }

  OutcomeRecords records() {
    return records;
  }

  InFlightQueue<InFlightListing> newQueue() {
    return new InFlightQueue<>(inFlightSettings.maxPerTask(), budget);
  }

  PartitionClaim claim(TopicPartition partition) {
    return suspects.claim(partition);
  }

  InFlightListing receive(ReceivedRecord received, PartitionClaim claim) {
    return new InFlightListing(
        received,
        claim,
        budget,
        received.value() == null ? 0 : models.current().maxPreparedBytes());
  }
}

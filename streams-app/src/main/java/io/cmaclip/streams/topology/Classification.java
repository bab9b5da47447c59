package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.Intake;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.quarantine.PartitionClaim;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.review.ReviewItems;
import io.cmaclip.streams.topics.RecordLimits;
import io.cmaclip.streams.topics.TopicNames;
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
  public record Guard(Quarantine suspects, RunGuard guard) {}

  /**
   * Limits and sizes.
   *
   * @param maxInlinePictureBytes picture bytes a review item carries at most
   */
  public record Limits(
      InFlightLimits inFlight,
      RecordLimits records,
      int preparationThreads,
      int maxInlinePictureBytes) {}

  private final ModelVersions models;
  private final Quarantine suspects;
  private final ListingIntake intake;
  private final StreamsBatching<byte[], byte[], byte[], byte[]> batching;

  /**
   * Starts the preparation threads.
   *
   * @param models not owned
   * @param onlooker not owned
   * @param images not owned
   */
  public Classification(
      TopicNames topics,
      Events events,
      ModelVersions models,
      Guard guard,
      Onlooker onlooker,
      ImageSource images,
      ImageSettings imageSettings,
      Limits limits,
      InstantSource clock,
      ListingObserver observer,
      FatalHandler fatal) {
    this.models = models;
    this.suspects = guard.suspects();
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
    this.batching =
        StreamsBatching.builder(
                topics.listings(),
                this::intake,
                new OutcomeRecords(
                    topics,
                    limits.records(),
                    events.attributes(),
                    events.review(),
                    new ReviewItems(limits.maxInlinePictureBytes()),
                    clock,
                    observer))
            .limits(limits.inFlight())
            .observer(observer)
            .build();
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

  /** The asynchronous step between the listings and the outputs. */
  public StreamsBatching<byte[], byte[], byte[], byte[]> batching() {
    return batching;
  }

  /** One for each time a partition is assigned: it holds the partition's claim. */
  private Intake<byte[], byte[], Outcome> intake(TopicPartition partition) {
    PartitionClaim claim = suspects.claim(partition);
    return new Intake<>() {
      @Override
      public void accept(ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight) {
        claim.received(received.offset());
        intake.accept(
            new InFlightListing(
                received,
                inFlight,
                claim,
                received.value() == null ? 0 : models.current().maxPreparedBytes()));
      }

      @Override
      public void close() {
        claim.release();
      }
    };
  }
}

package io.cmaclip.streams.service;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topology.Classification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes one event of each kind, so that the schemas are registered and their ids cached before
 * any stream thread needs them.
 */
public final class SchemaWarmUp {
  private SchemaWarmUp() {}

  /**
   * Registers the schemas of the outputs.
   *
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   * @throws io.cmaclip.schemas.serde.SchemaRejectedException if it refuses a schema
   */
  public static void register(EventSerdes serdes, TopicNames topics) {
    register(
        topics,
        serdes.serde(ListingAttributes.class).serializer(),
        serdes.serde(ReviewItem.class).serializer());
  }

  static void register(Classification.Events events, TopicNames topics) {
    register(topics, events.attributes(), events.review());
  }

  private static void register(
      TopicNames topics,
      Serializer<ListingAttributes> attributesSerializer,
      Serializer<ReviewItem> reviewSerializer) {
    ListingAttributes attributes =
        new ListingAttributes(
            "",
            Instant.EPOCH,
            List.of(),
            new Modalities(ModalityUse.MISSING, ModalityUse.MISSING, null),
            new ListingNoise(0.0, 0.0, 0.0),
            new ModelStamp("", "", ""),
            Instant.EPOCH,
            "",
            false);
    ProductListing listing =
        new ProductListing("", "", null, List.of(), null, Map.of(), Instant.EPOCH);
    attributesSerializer.serialize(topics.attributes(), attributes);
    reviewSerializer.serialize(
        topics.review(),
        new ReviewItem(listing, attributes, List.of(), 0.0, null, Instant.EPOCH, null, 0L));
  }
}

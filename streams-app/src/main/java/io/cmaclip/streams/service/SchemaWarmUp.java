package io.cmaclip.streams.service;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topology.Classification;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Serializes one event of each kind, so that the schemas are registered and their ids cached before
 * any stream thread needs them.
 */
final class SchemaWarmUp {
  private SchemaWarmUp() {}

  static void register(Classification.Events events, TopicNames topics) {
    ListingAttributes attributes =
        new ListingAttributes(
            "",
            Instant.EPOCH,
            List.of(),
            new Modalities(ModalityUse.MISSING, ModalityUse.MISSING, null),
            new ListingNoise(0.0, 0.0, 0.0),
            new ModelStamp("", "", ""),
            Instant.EPOCH);
    ProductListing listing =
        new ProductListing("", "", null, List.of(), null, Map.of(), Instant.EPOCH);
    events.attributes().serialize(topics.attributes(), attributes);
    events
        .review()
        .serialize(
            topics.review(),
            new ReviewItem(listing, attributes, List.of(), 0.0, null, Instant.EPOCH));
  }
}

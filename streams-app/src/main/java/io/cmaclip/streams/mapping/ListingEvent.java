package io.cmaclip.streams.mapping;

import io.cmaclip.events.ProductListing;

/** What an event says about a listing. */
public sealed interface ListingEvent {
  /** The listing was created or changed. */
  record Changed(ProductListing listing) implements ListingEvent {}

  /** The listing was deleted. */
  record Deleted(String listingId) implements ListingEvent {}

  /** The event concerns no listing, for example a heartbeat. */
  record Ignored() implements ListingEvent {}
}

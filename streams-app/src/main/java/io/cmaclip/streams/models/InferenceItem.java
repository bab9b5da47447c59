package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.quarantine.WatchedListing;

/**
 * A listing as it waits for its inference call.
 *
 * @param watched how the record of suspects sees it
 */
public record InferenceItem(PreparedListing prepared, WatchedListing watched) {}

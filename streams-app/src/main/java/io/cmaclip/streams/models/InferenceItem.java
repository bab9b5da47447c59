package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.quarantine.WatchedListing;

/**
 * A listing that waits for its inference call.
 *
 * @param watched its crash-tracking state
 * @param isRetried whether an inference call has failed for this listing
 */
public record InferenceItem(PreparedListing prepared, WatchedListing watched, boolean isRetried) {}

package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewItem;

/**
 * An item that is reserved for a reviewer.
 *
 * @param id id of the item
 * @param leaseId id of the lease
 * @param version the answer that the item shows
 * @param item the item, not to be changed
 */
public record LeasedItem(String id, String leaseId, String version, ReviewItem item) {}

package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewItem;
import java.util.List;

/**
 * An item that is reserved for a reviewer.
 *
 * @param id id of the item
 * @param leaseId id of the lease
 * @param version the answer that the item shows
 * @param item the item, not to be changed
 * @param isKnown whether it tests the reviewer, who must not see that it is decided
 * @param isBlind whether its proposals are hidden
 * @param opinions opinions that disagree, for a lead; empty for others
 */
public record LeasedItem(
    String id,
    String leaseId,
    String version,
    ReviewItem item,
    boolean isKnown,
    boolean isBlind,
    List<Opinion> opinions) {}

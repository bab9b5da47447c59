package io.cmaclip.console.queue;

import java.util.List;

/**
 * Waiting items with a reason, by age.
 *
 * @param reason code of the reason; an item with several counts for each
 * @param items up to an hour, a day, a week old, and older
 */
public record ReasonAges(String reason, List<Long> items) {}

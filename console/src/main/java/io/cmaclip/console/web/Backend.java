package io.cmaclip.console.web;

import io.cmaclip.console.images.ItemImages;
import io.cmaclip.console.quality.Records;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.model.explain.Explainer;

/**
 * What the page shows and changes. Thread-safe; nothing is owned.
 *
 * @param queue the items
 * @param records what is known of listings beyond the queue
 * @param images images of the items
 * @param explainer explains proposals; null without a bundle
 */
public record Backend(ReviewQueue queue, Records records, ItemImages images, Explainer explainer) {}

package io.cmaclip.streams.feedback;

import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins review items and decisions by key and content. Keeps of each item what the model answered,
 * without the listing. Used by one thread.
 */
final class DecisionJoin {
  private record Item(ListingAttributes answer, Double samplingProbability) {}

  private final Map<ReviewedContent, Item> items = new HashMap<>();
  private final DecisionsInForce decisions = new DecisionsInForce();

  /** Adds an item, in the order of its partition. The first one about a content counts. */
  void add(byte[] key, ReviewItem item) {
    ListingAttributes answer = item.getAttributes();
    items.putIfAbsent(
        ReviewedContent.of(key, answer.getContentHash()),
        new Item(answer, item.getSamplingProbability()));
  }

  /** Adds a decision, in the order of its partition. */
  void add(byte[] key, ReviewDecision decision) {
    decisions.add(key, decision);
  }

  /** Number of items of the audit sample. */
  long auditedItems() {
    return items.values().stream().filter(item -> item.samplingProbability() != null).count();
  }

  /** Decided answers of the model, in the order of the decisions' times. */
  List<DecidedAnswer> answers() {
    List<DecidedAnswer> answers = new ArrayList<>();
    decisions
        .all()
        .forEach(
            (content, byTask) -> {
              Item item = items.get(content);
              if (item != null) {
                item.answer().getAttributes().stream()
                    .filter(attribute -> attribute.getSource() == LabelSource.MODEL)
                    .filter(attribute -> byTask.containsKey(attribute.getTask()))
                    .forEach(
                        attribute ->
                            answers.add(
                                new DecidedAnswer(
                                    item.answer(),
                                    attribute,
                                    item.samplingProbability(),
                                    byTask.get(attribute.getTask()))));
              }
            });
    answers.sort(Comparator.comparing(answer -> answer.decision().getDecidedAt()));
    return answers;
  }
}

package io.cmaclip.streams.feedback;

import io.cmaclip.events.ReviewDecision;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The decisions about tasks that were neither undone nor replaced, as {@link
 * io.cmaclip.streams.decisions.Decisions} applies them. Used by one thread.
 */
final class DecisionsInForce {
  private record Place(ReviewedContent content, String task) {}

  private final Map<ReviewedContent, Map<String, ReviewDecision>> decisions = new LinkedHashMap<>();
  private final Map<String, Place> byId = new HashMap<>();

  /** Adds a decision, in the order of its partition. */
  void add(byte[] key, ReviewDecision decision) {
    switch (decision.getKind()) {
      case LABEL, NOT_APPLICABLE -> {
        ReviewedContent content = ReviewedContent.of(key, decision.getContentHash());
        Map<String, ReviewDecision> ofContent =
            decisions.computeIfAbsent(content, of -> new LinkedHashMap<>());
        if (!ofContent.containsKey(decision.getTask()) || decision.getUndoes() != null) {
          ofContent.put(decision.getTask(), decision);
          byId.put(decision.getDecisionId(), new Place(content, decision.getTask()));
        }
      }
      case UNDO -> {
        Place undone = byId.remove(decision.getUndoes());
        if (undone != null) {
          decisions.get(undone.content()).remove(undone.task());
        }
      }
      case FLAG, OPINION, UNKNOWN -> {}
    }
  }

  /** Decisions by task about a content; empty without one. */
  Map<String, ReviewDecision> of(ReviewedContent content) {
    return decisions.getOrDefault(content, Map.of());
  }

  /** Decisions by content and task. */
  Map<ReviewedContent, Map<String, ReviewDecision>> all() {
    return decisions;
  }
}

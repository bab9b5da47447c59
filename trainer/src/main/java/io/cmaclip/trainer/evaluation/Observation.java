package io.cmaclip.trainer.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * One listing and the replies to every question that could be put about it.
 *
 * @param title as given
 * @param fields labels by task, and {@code noise}
 * @param replies empty when neither modality is usable; swaps and corruptions only where there are
 *     both
 * @param withoutWord by task: the reply to the listing whose title lost the label's word; only
 *     where it had it and something is left
 * @param corruption name of what was done to the image, null without both modalities
 * @param titleCorruption likewise to the title
 * @param review whether the listing as given is for review
 */
record Observation(
    String title,
    Map<String, String> fields,
    Map<Question, Reply> replies,
    Map<String, Reply> withoutWord,
    String corruption,
    String titleCorruption,
    boolean review) {
  Observation {
    Map<Question, Reply> ordered = new EnumMap<>(Question.class);
    ordered.putAll(replies);
    replies = Collections.unmodifiableMap(ordered);
    withoutWord = Collections.unmodifiableMap(new HashMap<>(withoutWord));
  }

  /** Null when the listing could not be asked about so. */
  Reply reply(Question question) {
    return replies.get(question);
  }

  boolean hasBoth() {
    return replies.containsKey(Question.IMAGE_ONLY) && replies.containsKey(Question.TEXT_ONLY);
  }

  /** What the data says was done to the listing; {@link ListingSource#CLEAN} where nothing. */
  String noise() {
    return fields.getOrDefault(ListingSource.NOISE, ListingSource.CLEAN);
  }

  boolean isClean() {
    return noise().equals(ListingSource.CLEAN);
  }
}

package io.cmaclip.trainer.evaluation;

import java.util.Map;

/**
 * One listing and its outcomes under every perturbation that applies to it.
 *
 * @param title as given
 * @param fields labels by task, and {@code noise}
 * @param outcomes empty when neither modality is usable; swaps and corruptions need both
 * @param withoutWord by task: the outcome with the word of the label removed from the title; absent
 *     where the title lacks the word or has no other
 * @param corruption kind of the image corruption; null without both modalities
 * @param titleCorruption kind of the title corruption; null without both modalities
 * @param review whether the listing as given goes to review
 */
record Observation(
    String title,
    Map<String, String> fields,
    Map<Perturbation, Outcome> outcomes,
    Map<String, Outcome> withoutWord,
    String corruption,
    String titleCorruption,
    boolean review) {
  Observation {
    outcomes = Map.copyOf(outcomes);
    withoutWord = Map.copyOf(withoutWord);
  }

  /** Null when the perturbation does not apply. */
  Outcome outcome(Perturbation perturbation) {
    return outcomes.get(perturbation);
  }

  boolean hasBoth() {
    return outcomes.containsKey(Perturbation.IMAGE_ONLY)
        && outcomes.containsKey(Perturbation.TEXT_ONLY);
  }

  /** The kind of noise that the data names; {@link ListingSource#CLEAN} by default. */
  String noise() {
    return fields.getOrDefault(ListingSource.NOISE, ListingSource.CLEAN);
  }

  boolean isClean() {
    return noise().equals(ListingSource.CLEAN);
  }
}

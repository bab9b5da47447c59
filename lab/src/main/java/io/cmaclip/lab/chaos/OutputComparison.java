package io.cmaclip.lab.chaos;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Compares an output with the reference run's. Ignores processing times, topic names and the text
 * of review reasons, whose figures are compared directly.
 */
final class OutputComparison {
  private final Thresholds thresholds;
  private final Deserializer<ListingAttributes> attributes;
  private final Deserializer<ReviewItem> reviews;

  OutputComparison(
      Thresholds thresholds,
      Deserializer<ListingAttributes> attributes,
      Deserializer<ReviewItem> reviews) {
    this.thresholds = thresholds;
    this.attributes = attributes;
    this.reviews = reviews;
  }

  /** Compares two outputs of the same kind for the same input. */
  ComparisonResult compare(OutputRecord reference, OutputRecord seen) {
    if (!Objects.equals(reference.key(), seen.key())) {
      return ComparisonResult.different("key " + seen.key() + " instead of " + reference.key());
    }
    if (reference.timestamp() != seen.timestamp()) {
      return ComparisonResult.different("timestamp");
    }
    if (reference.kind() == OutputKind.DEAD_LETTER) {
      return reference.headers().equals(seen.headers())
              && Arrays.equals(reference.value(), seen.value())
          ? ComparisonResult.SAME
          : ComparisonResult.different(
              "dead letter " + seen.headers() + " instead of " + reference.headers());
    }
    if (reference.value() == null || seen.value() == null) {
      return reference.value() == seen.value()
          ? ComparisonResult.SAME
          : ComparisonResult.different("tombstone and answer");
    }
    return reference.kind() == OutputKind.ATTRIBUTES
        ? compare(answer(reference), answer(seen))
        : compare(review(reference), review(seen));
  }

  /** Whether a review item that exists in one run only is within the tolerance of thresholds. */
  ComparisonResult unpaired(OutputRecord review) {
    ReviewItem item = review(review);
    return reasons(item).keySet().stream().allMatch(reason -> isClose(item, reason))
        ? ComparisonResult.borderline("review item")
        : ComparisonResult.different("review item " + reasons(item).keySet());
  }

  private ComparisonResult compare(ListingAttributes reference, ListingAttributes seen) {
    if (!reference.getListingId().equals(seen.getListingId())
        || !reference.getListingUpdatedAt().equals(seen.getListingUpdatedAt())) {
      return ComparisonResult.different("another listing");
    }
    if (!reference.getModalities().equals(seen.getModalities())) {
      return ComparisonResult.different("modalities " + seen.getModalities());
    }
    if (!reference.getModel().equals(seen.getModel())) {
      return ComparisonResult.different("model " + seen.getModel());
    }
    if (!isNear(reference.getNoise(), seen.getNoise())) {
      return ComparisonResult.different(
          "noise " + seen.getNoise() + " instead of " + reference.getNoise());
    }
    if (reference.getAttributes().size() != seen.getAttributes().size()) {
      return ComparisonResult.different("number of tasks");
    }
    ComparisonResult result = ComparisonResult.SAME;
    for (int i = 0; i < reference.getAttributes().size(); i++) {
      result =
          result.and(
              compareTask(
                  reference, reference.getAttributes().get(i), seen.getAttributes().get(i)));
    }
    return result;
  }

  private ComparisonResult compareTask(
      ListingAttributes answer, TaskAttribute reference, TaskAttribute seen) {
    if (!reference.getTask().equals(seen.getTask())) {
      return ComparisonResult.different("order of tasks");
    }
    String what = seen.getTask() + ": " + seen + " instead of " + reference;
    if (!thresholds.isNear(reference.getConfidence(), seen.getConfidence())
        || !thresholds.isNear(reference.getImageWeight(), seen.getImageWeight())
        || !thresholds.isNear(reference.getTextWeight(), seen.getTextWeight())) {
      return ComparisonResult.different(what);
    }
    ComparisonResult result = new Ranking(thresholds).compare(reference, seen, what);
    if (reference.getAccepted() != seen.getAccepted()) {
      result =
          result.and(
              thresholds.isAcceptanceClose(answer, reference)
                  ? ComparisonResult.borderline(what)
                  : ComparisonResult.different(what));
    }
    return result;
  }

  private ComparisonResult compare(ReviewItem reference, ReviewItem seen) {
    if (!reference.getListing().equals(seen.getListing())) {
      return ComparisonResult.different("listing under review");
    }
    if (reference.getSource().getPartition() != seen.getSource().getPartition()
        || reference.getSource().getOffset() != seen.getSource().getOffset()) {
      return ComparisonResult.different(
          "source " + seen.getSource() + " instead of " + reference.getSource());
    }
    ComparisonResult result = compare(reference.getAttributes(), seen.getAttributes());
    Set<String> disputed = new TreeSet<>(reasons(reference).keySet());
    disputed.addAll(reasons(seen).keySet());
    disputed.removeIf(
        reason -> reasons(reference).containsKey(reason) && reasons(seen).containsKey(reason));
    if (disputed.isEmpty()) {
      return thresholds.isNear(reference.getPriority(), seen.getPriority())
          ? result
          : result.and(ComparisonResult.different("priority " + seen.getPriority()));
    }
    return result.and(
        disputed.stream()
                .allMatch(
                    reason ->
                        isClose(reasons(reference).containsKey(reason) ? reference : seen, reason))
            ? ComparisonResult.borderline("reasons " + disputed)
            : ComparisonResult.different("reasons " + disputed));
  }

  private boolean isClose(ReviewItem item, String reason) {
    ReasonForReview found = reasons(item).get(reason);
    return thresholds.isReasonClose(item.getAttributes(), found.getCode(), found.getTask());
  }

  private static Map<String, ReasonForReview> reasons(ReviewItem item) {
    return item.getReasons().stream()
        .collect(
            Collectors.toMap(
                reason -> reason.getCode() + "(" + reason.getTask() + ")",
                reason -> reason,
                (one, other) -> one,
                HashMap::new));
  }

  private boolean isNear(ListingNoise reference, ListingNoise seen) {
    return thresholds.isNear(reference.getMismatch(), seen.getMismatch())
        && thresholds.isNear(reference.getImage(), seen.getImage())
        && thresholds.isNear(reference.getText(), seen.getText());
  }

  private ListingAttributes answer(OutputRecord output) {
    return attributes.deserialize("", output.value());
  }

  private ReviewItem review(OutputRecord output) {
    return reviews.deserialize("", output.value());
  }
}

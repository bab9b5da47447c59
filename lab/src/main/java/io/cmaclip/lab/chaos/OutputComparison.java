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
 * Compares an output with that of an undisturbed run. Times of processing and names of topics are
 * left out, and the sentences that explain a reason: their figures are compared themselves.
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
  Sameness compare(Sighting calm, Sighting seen) {
    if (!Objects.equals(calm.key(), seen.key())) {
      return Sameness.different("key " + seen.key() + " instead of " + calm.key());
    }
    if (calm.timestamp() != seen.timestamp()) {
      return Sameness.different("timestamp");
    }
    if (calm.output() == OutputKind.DEAD_LETTER) {
      return calm.headers().equals(seen.headers()) && Arrays.equals(calm.value(), seen.value())
          ? Sameness.SAME
          : Sameness.different("dead letter " + seen.headers() + " instead of " + calm.headers());
    }
    if (calm.value() == null || seen.value() == null) {
      return calm.value() == seen.value()
          ? Sameness.SAME
          : Sameness.different("a deletion instead of an answer, or the other way round");
    }
    return calm.output() == OutputKind.ATTRIBUTES
        ? compare(answer(calm), answer(seen))
        : compare(review(calm), review(seen));
  }

  /** Whether a review item that only one of the runs has is there, or not, by a hair. */
  Sameness unpaired(Sighting review) {
    ReviewItem item = review(review);
    return reasons(item).keySet().stream().allMatch(reason -> isClose(item, reason))
        ? Sameness.borderline("review item")
        : Sameness.different("review item " + reasons(item).keySet());
  }

  private Sameness compare(ListingAttributes calm, ListingAttributes seen) {
    if (!calm.getListingId().equals(seen.getListingId())
        || !calm.getListingUpdatedAt().equals(seen.getListingUpdatedAt())) {
      return Sameness.different("another listing");
    }
    if (!calm.getModalities().equals(seen.getModalities())) {
      return Sameness.different("modalities " + seen.getModalities());
    }
    if (!calm.getModel().equals(seen.getModel())) {
      return Sameness.different("model " + seen.getModel());
    }
    if (!isNear(calm.getNoise(), seen.getNoise())) {
      return Sameness.different("noise " + seen.getNoise() + " instead of " + calm.getNoise());
    }
    if (calm.getAttributes().size() != seen.getAttributes().size()) {
      return Sameness.different("number of tasks");
    }
    Sameness sameness = Sameness.SAME;
    for (int i = 0; i < calm.getAttributes().size(); i++) {
      sameness =
          sameness.and(compareTask(calm, calm.getAttributes().get(i), seen.getAttributes().get(i)));
    }
    return sameness;
  }

  private Sameness compareTask(ListingAttributes answer, TaskAttribute calm, TaskAttribute seen) {
    if (!calm.getTask().equals(seen.getTask())) {
      return Sameness.different("order of tasks");
    }
    String what = seen.getTask() + ": " + seen + " instead of " + calm;
    if (!Thresholds.isNear(calm.getConfidence(), seen.getConfidence())
        || !Thresholds.isNear(calm.getImageWeight(), seen.getImageWeight())
        || !Thresholds.isNear(calm.getTextWeight(), seen.getTextWeight())) {
      return Sameness.different(what);
    }
    Sameness sameness = Ranking.compare(calm, seen, what);
    if (calm.getAccepted() != seen.getAccepted()) {
      sameness =
          sameness.and(
              thresholds.isAcceptanceClose(answer, calm)
                  ? Sameness.borderline(what)
                  : Sameness.different(what));
    }
    return sameness;
  }

  private Sameness compare(ReviewItem calm, ReviewItem seen) {
    if (!calm.getListing().equals(seen.getListing())) {
      return Sameness.different("listing under review");
    }
    if (calm.getSource().getPartition() != seen.getSource().getPartition()
        || calm.getSource().getOffset() != seen.getSource().getOffset()) {
      return Sameness.different("source " + seen.getSource() + " instead of " + calm.getSource());
    }
    Sameness sameness = compare(calm.getAttributes(), seen.getAttributes());
    Set<String> disputed = new TreeSet<>(reasons(calm).keySet());
    disputed.addAll(reasons(seen).keySet());
    disputed.removeIf(
        reason -> reasons(calm).containsKey(reason) && reasons(seen).containsKey(reason));
    if (disputed.isEmpty()) {
      return Thresholds.isNear(calm.getPriority(), seen.getPriority())
          ? sameness
          : sameness.and(Sameness.different("priority " + seen.getPriority()));
    }
    return sameness.and(
        disputed.stream()
                .allMatch(
                    reason -> isClose(reasons(calm).containsKey(reason) ? calm : seen, reason))
            ? Sameness.borderline("reasons " + disputed)
            : Sameness.different("reasons " + disputed));
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

  private static boolean isNear(ListingNoise calm, ListingNoise seen) {
    return Thresholds.isNear(calm.getMismatch(), seen.getMismatch())
        && Thresholds.isNear(calm.getImage(), seen.getImage())
        && Thresholds.isNear(calm.getText(), seen.getText());
  }

  private ListingAttributes answer(Sighting sighting) {
    return attributes.deserialize("", sighting.value());
  }

  private ReviewItem review(Sighting sighting) {
    return reviews.deserialize("", sighting.value());
  }
}

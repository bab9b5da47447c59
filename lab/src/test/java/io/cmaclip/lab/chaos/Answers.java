package io.cmaclip.lab.chaos;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.SourceRecord;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Sample answers of the shipped model; each serializes to one byte. */
final class Answers {
  private final BundleManifest manifest = Bundle.open(ShippedBundle.find("garments")).manifest();
  private final Map<Integer, SpecificRecord> written = new HashMap<>();

  /** A comparison that reads bytes of {@link #written}; other bytes read as a confident red. */
  OutputComparison comparison() {
    return new OutputComparison(
        new Thresholds(manifest, Thresholds.TOLERANCE),
        (topic, bytes) ->
            (ListingAttributes)
                written.getOrDefault((int) bytes[0], answer("red", 0.99, true, "blue", 0.01)),
        (topic, bytes) ->
            (ReviewItem)
                written.getOrDefault(
                    (int) bytes[0],
                    review(
                        answer("red", 0.99, true, "blue", 0.01), ReviewReasonCode.IMAGE_MISSING)));
  }

  byte[] written(SpecificRecord answer) {
    int number = 100 + written.size();
    written.put(number, answer);
    return new byte[] {(byte) number};
  }

  /** Accept threshold for titles. */
  double threshold() {
    return task().operatingPoint(ModalityState.TEXT_ONLY).acceptThreshold();
  }

  ListingAttributes answer(
      String label, double confidence, boolean accepted, String second, double secondConfidence) {
    return new ListingAttributes(
        "id",
        Instant.EPOCH,
        List.of(
            new TaskAttribute(
                task().name(),
                label,
                confidence,
                accepted,
                0.0,
                1.0,
                List.of(new AlternativeLabel(second, secondConfidence)),
                LabelSource.MODEL,
                null)),
        new Modalities(ModalityUse.MISSING, ModalityUse.USED, null),
        new ListingNoise(0.0, 0.0, 0.1),
        new ModelStamp("garments", "1", "f"),
        Instant.now(),
        "",
        false);
  }

  ReviewItem review(ListingAttributes answer, ReviewReasonCode... codes) {
    return new ReviewItem(
        new ProductListing("id", "t", null, List.of(), null, Map.of(), Instant.EPOCH),
        answer,
        List.of(codes).stream()
            .map(
                code ->
                    new ReasonForReview(
                        code,
                        code == ReviewReasonCode.LOW_CONFIDENCE ? task().name() : null,
                        "as of " + System.nanoTime()))
            .toList(),
        0.3,
        new SourceRecord("listings", 0, 7L),
        Instant.now(),
        null,
        0L);
  }

  private BundleTask task() {
    return manifest.tasks().stream()
        .filter(task -> task.operatingPoint(ModalityState.TEXT_ONLY).acceptThreshold() != null)
        .findFirst()
        .orElseThrow();
  }
}

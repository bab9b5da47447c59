package io.cmaclip.schemas;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.SourceRecord;
import io.cmaclip.events.TaskAttribute;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One well-filled example of each event. */
public final class Events {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

  private Events() {}

  public static ProductListing listing() {
    return ProductListing.newBuilder()
        .setListingId("dress-7")
        .setTitle("Été: rotes Kleid \uD83D\uDC57")
        .setDescription("longer text")
        .setImages(
            List.of(
                ListingImage.newBuilder().setUrl("http://pictures.example/7.jpg").build(),
                ListingImage.newBuilder()
                    .setBytes(ByteBuffer.wrap(new byte[] {1, 2, 3, -1}))
                    .setSha256("ab")
                    .build()))
        .setCategory("Dresses")
        .setDeclaredAttributes(Map.of("colour", "red"))
        .setUpdatedAt(NOON)
        .build();
  }

  public static ListingAttributes attributes() {
    return ListingAttributes.newBuilder()
        .setListingId("dress-7")
        .setListingUpdatedAt(NOON)
        .setAttributes(
            List.of(
                TaskAttribute.newBuilder()
                    .setTask("colour")
                    .setLabel("red")
                    .setConfidence(0.93)
                    .setAccepted(true)
                    .setImageWeight(0.8)
                    .setTextWeight(0.2)
                    .build()))
        .setModalities(
            Modalities.newBuilder()
                .setImage(ModalityUse.USED)
                .setText(ModalityUse.MISSING)
                .setImageIndex(1)
                .build())
        .setNoise(ListingNoise.newBuilder().setMismatch(0.5).build())
        .setModel(
            ModelStamp.newBuilder()
                .setName("garments")
                .setVersion("1")
                .setFingerprint("cd")
                .build())
        .setProcessedAt(NOON)
        .build();
  }

  public static ReviewItem reviewItem() {
    return ReviewItem.newBuilder()
        .setListing(listing())
        .setAttributes(attributes())
        .setReasons(
            List.of(
                ReasonForReview.newBuilder()
                    .setCode(ReviewReasonCode.LOW_CONFIDENCE)
                    .setTask("colour")
                    .setDetail("0.41 is below 0.80")
                    .build()))
        .setPriority(0.7)
        .setSource(
            SourceRecord.newBuilder().setTopic("listings").setPartition(3).setOffset(42).build())
        .setCreatedAt(NOON)
        .build();
  }

  public static ReviewDecision decision() {
    return ReviewDecision.newBuilder()
        .setListingId("dress-7")
        .setTask("colour")
        .setLabel("blue")
        .setReviewer("ann")
        .setDecidedAt(NOON)
        .build();
  }

  public static List<SpecificRecord> all() {
    return List.of(listing(), attributes(), reviewItem(), decision());
  }
}

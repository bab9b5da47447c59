package io.cmaclip.streams.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.unchanged.Answer;
import io.cmaclip.streams.unchanged.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Map<String, List<String>> CLASSES =
      Map.of("colour", List.of("red", "blue"), "fit", List.of("slim", "wide"));
  private static final Instant UPDATED = Instant.ofEpochMilli(5000);
  private static final Hash CONTENT = Hash.of("content");
  private static final LabelledListing LISTING = new LabelledListing(last(answer("red", "pink")));

  @Test
  void aLabelOfTheCurrentModelOrOfTheShownAnswerIsKnown() {
    assertThat(result(label("d", "colour", "blue"))).isEqualTo(DecisionResult.APPLIED);
    assertThat(result(label("d", "colour", "pink"))).isEqualTo(DecisionResult.APPLIED);
    assertThat(result(label("d", "colour", "mauve"))).isEqualTo(DecisionResult.UNKNOWN_LABEL);
    assertThat(result(label("d", "size", "red"))).isEqualTo(DecisionResult.UNKNOWN_LABEL);
    assertThat(result(label("d", "fit", "wide"))).isEqualTo(DecisionResult.APPLIED);
  }

  @Test
  void withoutAContentHashTheListingsTimeTellsWhetherItIsTheShownVersion() {
    ReviewDecision.Builder decision = label("d", "colour", "blue").setContentHash("");
    assertThat(result(decision)).isEqualTo(DecisionResult.APPLIED);
    assertThat(result(decision.setListingUpdatedAt(UPDATED))).isEqualTo(DecisionResult.APPLIED);
    assertThat(result(decision.setListingUpdatedAt(UPDATED.plusMillis(1))))
        .isEqualTo(DecisionResult.STALE);
  }

  @Test
  void anOpinionHasNoEffectWhateverItSays() {
    for (String label : List.of("blue", "mauve", "")) {
      assertThat(result(label("d", "colour", label).setKind(DecisionKind.OPINION)))
          .isEqualTo(DecisionResult.OPINION);
    }
  }

  @Test
  void contradictoryDecisionsAreInvalid() {
    assertThat(result(label("d", "colour", ""))).isEqualTo(DecisionResult.INVALID);
    assertThat(result(label("d", "", "red"))).isEqualTo(DecisionResult.INVALID);
    assertThat(result(label("d", "colour", "red").setKind(DecisionKind.FLAG)))
        .isEqualTo(DecisionResult.INVALID);
    assertThat(result(label("d", "colour", "red").setKind(DecisionKind.NOT_APPLICABLE)))
        .isEqualTo(DecisionResult.INVALID);
    assertThat(result(label("d", "colour", "").setKind(DecisionKind.UNDO)))
        .isEqualTo(DecisionResult.INVALID);
  }

  @Test
  void aDecisionWithoutIdCannotBeUndone() {
    LabelledListing labelled = decide(LISTING, label("", "colour", "blue"));
    ReviewDecision.Builder undo = label("u", "colour", "").setKind(DecisionKind.UNDO).setUndoes("");
    assertThat(Decisions.decide(labelled, undo.build(), CLASSES).result())
        .isEqualTo(DecisionResult.NOTHING_TO_UNDO);
  }

  @Test
  void anEntryOfTheStoreReadsBackEqual() {
    LabelledListing labelled =
        decide(
            decide(LISTING, label("d1", "colour", "blue")),
            label("d2", "fit", "").setKind(DecisionKind.NOT_APPLICABLE));
    assertThat(LabelledListingCodec.decode(LabelledListingCodec.encode(labelled)))
        .isEqualTo(labelled);
    LabelledListing unanswered =
        new LabelledListing(
            last(
                new Answer(
                    new UsedModalities(ModalityStatus.MISSING, ModalityStatus.MISSING, null),
                    null,
                    null,
                    new ModelIdentity("m", "1", "f"))));
    assertThat(LabelledListingCodec.decode(LabelledListingCodec.encode(unanswered)))
        .isEqualTo(unanswered);
  }

  @Test
  void theNumberOfRememberedIdsIsBounded() {
    LabelledListing listing = LISTING;
    for (int i = 0; i < 300; i++) {
      listing = decide(listing, label("d" + i, "colour", "blue"));
      listing =
          decide(
              listing, label("u" + i, "colour", "").setKind(DecisionKind.UNDO).setUndoes("d" + i));
    }
    assertThat(listing.decisionIds())
        .hasSize(LabelledListing.MAX_DECISION_IDS)
        .endsWith("d299", "u299");
  }

  @Test
  void labelsOfTasksThatTheModelDoesNotAnswerAreKeptButNotShown() {
    LabelledListing labelled = decide(LISTING, label("d", "fit", "wide"));
    ListingAttributes event = labelled.last().event(Instant.EPOCH);
    HumanLabels.set(event, labelled.labels());
    assertThat(event.getAttributes())
        .singleElement()
        .satisfies(attribute -> assertThat(attribute.getSource()).isEqualTo(LabelSource.MODEL));
  }

  @Test
  void aLabelAnswersTheReasonsOfItsTaskAndAllLabelsThoseOfTheListing() {
    Prediction prediction = answer("red", "pink").prediction();
    ReviewReason ofTask = new ReviewReason(ReviewCode.LOW_CONFIDENCE, "colour", "");
    ReviewReason ofListing = new ReviewReason(ReviewCode.NOISY_TEXT, null, "");
    Review review = new Review(prediction, List.of(ofTask, ofListing), 0.5);
    HumanLabel colour = new HumanLabel("colour", DecisionKind.LABEL, "red", "d");
    HumanLabel fit = new HumanLabel("fit", DecisionKind.LABEL, "slim", "e");
    assertThat(HumanLabels.answered(review, List.of(fit)).reasons())
        .containsExactly(ofTask, ofListing);
    assertThat(HumanLabels.answered(review, List.of(colour)).isWanted()).isFalse();
    assertThat(HumanLabels.answered(review, List.of())).isSameAs(review);
  }

  private static LabelledListing decide(LabelledListing listing, ReviewDecision.Builder decision) {
    Decisions.Decided decided = Decisions.decide(listing, decision.build(), CLASSES);
    assertThat(decided.result().isChange()).as("%s", decided.result()).isTrue();
    return decided.listing();
  }

  private static DecisionResult result(ReviewDecision.Builder decision) {
    return Decisions.decide(LISTING, decision.build(), CLASSES).result();
  }

  private static ReviewDecision.Builder label(String id, String task, String label) {
    return ReviewDecision.newBuilder()
        .setListingId("7")
        .setTask(task)
        .setLabel(label)
        .setDecisionId(id)
        .setContentHash(CONTENT.hex());
  }

  private static LastAnswer last(Answer answer) {
    return new LastAnswer("7", UPDATED, CONTENT, answer);
  }

  private static Answer answer(String label, String other) {
    return new Answer(
        new UsedModalities(ModalityStatus.MISSING, ModalityStatus.USED, null),
        null,
        new Prediction(
            ModalityState.TEXT_ONLY,
            List.of(
                new TaskPrediction(
                    "colour",
                    label,
                    0.4,
                    false,
                    0,
                    1,
                    List.of(new Alternative(other, 0.3)),
                    null,
                    null)),
            NoiseScores.NONE),
        new ModelIdentity("m", "1", "f"));
  }
}

package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.declared;
import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.streams.decisions.DecisionResult;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.reclassify.ReviewRequest;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions of reviewers on their way to the attributes topic. */
@Timeout(60)
class DecisionsTopologyTest {
  private static final Map<String, String> IN_REVIEW = Map.of("review", "yes");

  @TempDir Path folder;
  private TopologyHarness topology;

  @BeforeEach
  void open() throws Exception {
    open(UnchangedMode.CLASSIFY);
  }

  private void open(UnchangedMode mode) throws Exception {
    if (topology != null) {
      topology.close();
    }
    topology =
        new TopologyHarness(
            folder,
            new UnchangedSettings(mode, Duration.ofDays(1), 8L << 20, null),
            new DecisionSettings("review-decisions", 0));
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void theLabelOfADecisionReplacesTheModelsAndNamesItsDecision() {
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    ListingAttributes answer = answer();
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getAttributes().getContentHash()).hasSize(32);
    TaskAttribute model = answer.getAttributes().get(0);
    assertThat(model.getSource()).isEqualTo(LabelSource.MODEL);

    topology.decide(label(item.getAttributes(), "d1", "crimson").build());
    ListingAttributes corrected = answer();
    TaskAttribute human = corrected.getAttributes().get(0);
    assertThat(human.getLabel()).isEqualTo("crimson");
    assertThat(human.getSource()).isEqualTo(LabelSource.HUMAN);
    assertThat(human.getDecisionId()).isEqualTo("d1");
    assertThat(human.getConfidence()).isEqualTo(1);
    assertThat(human.getAccepted()).isTrue();
    assertThat(human.getAlternatives().get(0).getLabel()).isEqualTo(model.getLabel());
    assertThat(corrected.getModel()).isEqualTo(answer.getModel());
    assertThat(corrected.getContentHash()).isEqualTo(answer.getContentHash());
    assertThat(topology.decided).containsExactly(DecisionResult.APPLIED);
    topology.nothingElse();
  }

  @ParameterizedTest
  @EnumSource(UnchangedMode.class)
  void theLabelStaysForTheSameContentAndIsNotReviewedAgain(UnchangedMode mode) throws Exception {
    open(mode);
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    ListingAttributes shown = answer();
    topology.review(1);
    topology.decide(label(shown, "d1", "crimson").build());
    assertHuman(answer(), "crimson");
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    topology.finish();
    topology.attributesSoFar().forEach(record -> assertHuman(event(record), "crimson"));
    topology.nothingElse();
  }

  @ParameterizedTest
  @EnumSource(UnchangedMode.class)
  void onRequestADecidedListingComesBackToReviewAndCanBeDecidedAgain(UnchangedMode mode)
      throws Exception {
    open(mode);
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    ListingAttributes shown = answer();
    topology.review(1);
    topology.decide(label(shown, "d1", "crimson").build());
    assertHuman(answer(), "crimson");
    topology.send(declared(listing("7", "red"), IN_REVIEW), ReviewRequest.HEADER, "");
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getReasons())
        .extracting(reason -> reason.getCode())
        .containsExactly(ReviewReasonCode.REQUESTED);
    assertHuman(item.getAttributes(), "crimson");
    assertHuman(answer(), "crimson");
    topology.decide(label(shown, "d2", "red").setUndoes("d1").build());
    assertHuman(answer(), "red");
    topology.nothingElse();
  }

  @Test
  void anotherModelDoesNotReplaceTheLabel() throws Exception {
    topology.send(listing("7", "red"));
    topology.decide(label(answer(), "d1", "crimson").build());
    answer();
    swap();
    topology.send(listing("7", "red"));
    ListingAttributes next = answer();
    assertThat(next.getModel().getFingerprint()).isEqualTo("cafe");
    assertHuman(next, "crimson");
    topology.nothingElse();
  }

  @ParameterizedTest
  @EnumSource(UnchangedMode.class)
  void anotherContentDropsTheLabelAndIsReviewed(UnchangedMode mode) throws Exception {
    open(mode);
    topology.send(listing("7", "red"));
    topology.decide(label(answer(), "d1", "crimson").build());
    answer();
    topology.send(listing("7", "blue"));
    ListingAttributes next = answer();
    assertThat(next.getAttributes().get(0).getSource()).isEqualTo(LabelSource.MODEL);
    assertThat(next.getAttributes().get(0).getDecisionId()).isNull();
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getReasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.getCode()).isEqualTo(ReviewReasonCode.HUMAN_LABEL_STALE);
              assertThat(reason.getTask()).isEqualTo("colour");
              assertThat(reason.getDetail()).contains("\"crimson\"");
            });
    assertThat(item.getPriority()).isPositive();
    topology.send(listing("7", "blue"));
    topology.finish();
    topology.attributesSoFar();
    topology.nothingElse();
  }

  @Test
  void aDecisionAboutFormerContentHasNoEffect() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    topology.send(listing("7", "blue"));
    answer();
    topology.decide(label(shown, "d1", "crimson").build());
    topology.finish();
    assertThat(topology.decided).containsExactly(DecisionResult.STALE);
    topology.nothingElse();
  }

  @Test
  void aListingInFlightMeetsTheLabelOfADecisionThatOvertakesIt() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    CountDownLatch slow = new CountDownLatch(1);
    topology.predictor.before(batch -> await(slow));
    topology.send(listing("7", "red"));
    topology.decide(label(shown, "d1", "crimson").build());
    assertHuman(answer(), "crimson");
    slow.countDown();
    assertHuman(answer(), "crimson");
    topology.nothingElse();
  }

  @Test
  void anUndoBringsTheLabelOfTheModelBack() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    topology.decide(label(shown, "d1", "crimson").build());
    answer();
    topology.decide(undo("u1", "d1"));
    assertThat(answer()).isEqualTo(shown);
    topology.decide(undo("u1", "d1"));
    topology.decide(label(shown, "d1", "crimson").build());
    topology.decide(undo("u2", "d1"));
    topology.finish();
    assertThat(topology.decided)
        .containsExactly(
            DecisionResult.APPLIED,
            DecisionResult.UNDONE,
            DecisionResult.REPEATED,
            DecisionResult.REPEATED,
            DecisionResult.NOTHING_TO_UNDO);
    topology.nothingElse();
  }

  @Test
  void theFirstDecisionStaysUnlessAnotherNamesIt() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    topology.decide(label(shown, "d1", "crimson").build());
    answer();
    topology.decide(label(shown, "d2", "scarlet").build());
    topology.decide(label(shown, "d3", "scarlet").setUndoes("d1").build());
    assertHuman(answer(), "scarlet");
    assertThat(topology.decided)
        .containsExactly(DecisionResult.APPLIED, DecisionResult.CONFLICT, DecisionResult.REPLACED);
    topology.nothingElse();
  }

  @Test
  void aTaskThatDoesNotApplyHasNoLabelToUse() {
    topology.send(listing("7", "red"));
    topology.decide(label(answer(), "d1", "").setKind(DecisionKind.NOT_APPLICABLE).build());
    TaskAttribute human = answer().getAttributes().get(0);
    assertThat(human.getLabel()).isEmpty();
    assertThat(human.getAccepted()).isFalse();
    assertThat(human.getSource()).isEqualTo(LabelSource.HUMAN);
  }

  @Test
  void aFlaggedListingKeepsTheLabelsOfTheModelAndIsNotReviewedAgain() {
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    ListingAttributes shown = answer();
    topology.review(1);
    topology.decide(label(shown, "d1", "").setTask("").setKind(DecisionKind.FLAG).build());
    assertThat(answer()).isEqualTo(shown);
    topology.send(declared(listing("7", "red"), IN_REVIEW));
    answer();
    topology.nothingElse();
  }

  @Test
  void aDeletionRemovesTheLabel() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    topology.decide(label(shown, "d1", "crimson").build());
    answer();
    topology.send(utf8("7"), null);
    assertThat(topology.attributes(1).get(0).value()).isNull();
    topology.decide(label(shown, "d2", "crimson").build());
    topology.finish();
    assertThat(topology.decided)
        .containsExactly(DecisionResult.APPLIED, DecisionResult.UNKNOWN_LISTING);
    topology.send(listing("7", "red"));
    assertThat(answer()).isEqualTo(shown);
    topology.nothingElse();
  }

  @Test
  void brokenDecisionsAreDeadLetteredAndTheNextOneCounts() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    topology.decide(utf8("7"), utf8("no Avro"));
    topology.decide(null, utf8("no key"));
    topology.decide(utf8("7"), null);
    topology.decide(label(shown, "d0", "crimson").setTask("size").build());
    topology.decide(label(shown, "d0", "crimson").setKind(DecisionKind.UNKNOWN).build());
    topology.decide(label(shown, "x".repeat(10_000), "crimson").build());
    topology.decide(label(shown, "d1", "crimson").build());
    assertHuman(answer(), "crimson");
    var letters = topology.deadLetters(3);
    assertThat(letters)
        .extracting(letter -> TopologyHarness.header(letter, DeadLetterHeaders.REASON))
        .containsExactly("UNDECODABLE", "KEY_MISSING", "UNDECODABLE");
    assertThat(letters.get(0).timestamp()).isEqualTo(TopologyHarness.NOW.toEpochMilli());
    assertThat(topology.decided)
        .containsExactly(
            DecisionResult.UNKNOWN_LABEL,
            DecisionResult.INVALID,
            DecisionResult.INVALID,
            DecisionResult.APPLIED);
    topology.nothingElse();
  }

  @Test
  void aDecisionWhoseAnswerIsTooLargeIsDeadLetteredAndNotCountedAsApplied() {
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    String large = "x".repeat(TopologyHarness.LIMITS.attributes());
    topology.decide(label(shown, "d1", large).build());
    assertThat(topology.deadLetters(1))
        .extracting(letter -> TopologyHarness.header(letter, DeadLetterHeaders.REASON))
        .containsExactly("TOO_LARGE");
    topology.decide(label(shown, "d2", "crimson").build());
    assertHuman(answer(), "crimson");
    assertThat(topology.decided).containsExactly(DecisionResult.TOO_LARGE, DecisionResult.APPLIED);
    topology.nothingElse();
  }

  @Test
  void theAuditSampleIsStickyAndEndsWithADecision() throws Exception {
    topology.close();
    topology =
        new TopologyHarness(
            folder, UnchangedSettings.DEFAULT, new DecisionSettings("review-decisions", 1));
    topology.send(listing("7", "red"));
    ListingAttributes shown = answer();
    ReviewItem item = topology.reviewItem(topology.review(1).get(0));
    assertThat(item.getReasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason.getCode()).isEqualTo(ReviewReasonCode.AUDIT));
    assertThat(item.getSamplingProbability()).isEqualTo(1);
    topology.send(listing("7", "red"));
    answer();
    assertThat(topology.review(1)).hasSize(1);
    topology.decide(label(shown, "d1", "crimson").build());
    answer();
    topology.send(listing("7", "red"));
    answer();
    topology.send(declared(listing("8", "red"), IN_REVIEW));
    answer();
    // A listing that is reviewed anyway belongs to the sample, too.
    ReviewItem other = topology.reviewItem(topology.review(1).get(0));
    assertThat(other.getSamplingProbability()).isEqualTo(1);
    assertThat(other.getReasons())
        .extracting(reason -> reason.getCode())
        .containsExactly(ReviewReasonCode.LOW_CONFIDENCE, ReviewReasonCode.AUDIT);
    topology.nothingElse();
  }

  private void swap() throws Exception {
    topology.swapTo("cafe");
  }

  private ListingAttributes answer() {
    List<ListingAttributes> events = topology.attributes(1).stream().map(this::event).toList();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private ListingAttributes event(org.apache.kafka.streams.test.TestRecord<byte[], byte[]> record) {
    return topology.attributesEvent(record);
  }

  private static void assertHuman(ListingAttributes answer, String label) {
    assertThat(answer.getAttributes().get(0).getLabel()).isEqualTo(label);
    assertThat(answer.getAttributes().get(0).getSource()).isEqualTo(LabelSource.HUMAN);
  }

  private static ReviewDecision.Builder label(ListingAttributes shown, String id, String label) {
    return ReviewDecision.newBuilder()
        .setListingId(shown.getListingId())
        .setTask("colour")
        .setLabel(label)
        .setDecisionId(id)
        .setContentHash(shown.getContentHash());
  }

  private static ReviewDecision undo(String id, String undoes) {
    return ReviewDecision.newBuilder()
        .setListingId("7")
        .setTask("colour")
        .setLabel("")
        .setKind(DecisionKind.UNDO)
        .setDecisionId(id)
        .setUndoes(undoes)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

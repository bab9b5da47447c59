package io.cmaclip.console.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.console.quality.Attention;
import io.cmaclip.console.quality.ReviewerTally;
import io.cmaclip.console.quality.Shares;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blind items, second opinions and known answers. */
class TestedReviewersTest {
  private static final Logger LOG = LoggerFactory.getLogger(TestedReviewersTest.class);
  private static final List<String> COLOURS = List.of("red", "blue", "green", "white");

  @TempDir Path folder;
  private QueueHarness harness;

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void twoReviewersWhoAgreeMakeOneDecision() {
    start(new Shares(0, 1, 0));
    harness.item("a", 1, "red");
    decide("ann", "red");
    assertThat(harness.queue.progress().waiting()).isEqualTo(1);
    assertThat(lease("ann")).isNull();
    decide("bob", "red");
    harness.read();

    assertThat(effective()).extracting(ReviewDecision::getReviewer).containsOnly("bob").hasSize(2);
    assertThat(harness.queue.progress().counts()).isEqualTo(new QueueCounts(1, 1, 0, 0, 0, 0));
    for (String reviewer : List.of("ann", "bob")) {
      assertThat(tally(reviewer).compared()).isEqualTo(2);
      assertThat(tally(reviewer).agreed()).isEqualTo(2);
      // The proposal was right, so this tells nothing about their care.
      assertThat(attention(reviewer)).isEqualTo(new Attention(0, 0, false));
    }
  }

  @Test
  void aLeadDecidesWhereTwoReviewersDiffer() {
    start(new Shares(0, 1, 0));
    harness.item("a", 1, "red");
    decide("ann", "red");
    decide("bob", "blue");
    assertThat(effective()).isEmpty();
    assertThat(lease("cid")).isNull();
    LeasedItem item = lease("lea");
    assertThat(item.opinions())
        .containsExactly(
            new Opinion("ann", Map.of("colour", "red", "pattern", "plain")),
            new Opinion("bob", Map.of("colour", "blue", "pattern", "plain")));
    harness.queue.decide("lea", submission(item, "blue"));
    harness.read();

    assertThat(effective()).extracting(ReviewDecision::getReviewer).containsOnly("lea").hasSize(2);
    assertThat(attention("ann")).isEqualTo(new Attention(1, 1, false));
    assertThat(attention("bob")).isEqualTo(new Attention(1, 0, false));
    assertThat(tally("ann").agreed()).isEqualTo(1);
  }

  @Test
  void anOpinionCanBeTakenBack() {
    start(new Shares(0, 1, 0));
    harness.item("a", 1, "red");
    decide("ann", "red");
    harness.read();
    LeasedItem again = harness.queue.undo("ann").orElseThrow();
    harness.queue.decide("ann", submission(again, "blue"));
    decide("bob", "blue");
    harness.read();

    assertThat(effective()).hasSize(2);
    assertThat(harness.queue.progress().counts()).isEqualTo(new QueueCounts(1, 1, 0, 0, 0, 0));
    assertThat(tally("ann").items()).isEqualTo(1);
  }

  @Test
  void anOpinionThatLedToADecisionIsPartOfIt() {
    start(new Shares(0, 1, 0));
    harness.item("a", 1, "red");
    decide("ann", "red");
    decide("bob", "red");

    assertThat(harness.queue.undo("ann")).isEmpty();
    assertThat(harness.queue.undo("bob")).isPresent();
    assertThat(harness.queue.progress().waiting()).isEqualTo(1);
  }

  @Test
  void aBlindItemNeedsAChoiceForEachTask() {
    start(new Shares(1, 0, 0));
    harness.item("a", 1, "red");
    LeasedItem item = lease("ann");
    assertThat(item.isBlind()).isTrue();
    Submission one =
        new Submission(
            item.id(),
            item.leaseId(),
            item.version(),
            1,
            List.of(new Submission.Choice("colour", DecisionKind.LABEL, "red")));
    assertThatThrownBy(() -> harness.queue.decide("ann", one)).hasMessageContaining("Each task");
    harness.queue.decide("ann", submission(item, "blue"));
    harness.read();

    assertThat(harness.written).allMatch(ReviewDecision::getProposalHidden);
    assertThat(tally("ann").hidden()).isEqualTo(2);
    assertThat(tally("ann").hiddenSame()).isEqualTo(1);
  }

  @Test
  void aKnownAnswerComesOnceToEachReviewerAndHasNoEffect() {
    start(new Shares(0, 0, 1));
    harness.item("a", 1, "red");
    decide("lea", "blue");
    harness.item("b", 1, "red");
    LeasedItem known = lease("ann");
    assertThat(known.item().getListing().getListingId()).isEqualTo("a");
    harness.queue.decide("ann", submission(known, "red"));
    assertThat(harness.queue.decide("ann", submission(known, "red"))).isFalse();
    assertThat(lease("ann").item().getListing().getListingId()).isEqualTo("b");
    assertThat(lease("lea")).isNull();
    harness.read();

    assertThat(effective()).hasSize(2);
    assertThat(harness.queue.progress().counts()).isEqualTo(new QueueCounts(2, 1, 0, 0, 0, 1));
    assertThat(attention("ann")).isEqualTo(new Attention(1, 1, false));
  }

  @Test
  void noTaskHasTwoDecisionsInForceAfterRandomSteps() {
    start(new Shares(0.5, 0.5, 0.5));
    Random random = new Random(5);
    List<String> reviewers = List.of("ann", "bob", "cid", "lea");
    for (int step = 0; step < 3_000; step++) {
      String key = "k" + random.nextInt(25);
      String reviewer = reviewers.get(random.nextInt(4));
      switch (random.nextInt(8)) {
        case 0, 1 -> harness.item(key, step, "red");
        case 2 -> harness.delete(key);
        case 3, 4, 5 -> {
          LeasedItem item = lease(reviewer);
          if (item != null) {
            harness.queue.decide(reviewer, submission(item, COLOURS.get(random.nextInt(2))));
          }
        }
        case 6 ->
            harness
                .queue
                .undo(reviewer)
                .ifPresent(taken -> harness.queue.release(taken.id(), taken.leaseId(), false));
        default -> harness.read();
      }
      QueueCounts counts = harness.queue.progress().counts();
      assertThat(counts.in())
          .isEqualTo(
              counts.decided()
                  + counts.superseded()
                  + counts.deleted()
                  + counts.expired()
                  + counts.waiting());
    }
    Map<String, String> inForce = new HashMap<>();
    for (ReviewDecision decision : harness.written) {
      String place = decision.getListingId() + decision.getContentHash() + decision.getTask();
      if (decision.getKind() == DecisionKind.UNDO) {
        inForce.remove(place, decision.getUndoes());
      } else if (decision.getKind() != DecisionKind.OPINION) {
        assertThat(inForce.put(place, decision.getDecisionId())).as(place).isNull();
      }
    }
    assertThat(harness.written)
        .extracting(ReviewDecision::getKind)
        .contains(DecisionKind.OPINION, DecisionKind.LABEL, DecisionKind.UNDO);
  }

  /**
   * 30% of the proposals are wrong. Ann and bob look and are right in 95%; cid accepts what is
   * shown, and takes any label where the proposal is hidden.
   */
  @Test
  void findsTheReviewerWhoAcceptsWhatIsShown() {
    start(new Shares(0.05, 0.05, 0.05));
    harness.tasks = List.of("colour");
    Random random = new Random(11);
    Map<String, String> truths = new HashMap<>();
    Map<String, Integer> decided = new HashMap<>();
    Map<String, Integer> foundAfter = new HashMap<>();
    for (int number = 0; number < 1_500; number++) {
      String truth = COLOURS.get(random.nextInt(4));
      truths.put("listing" + number, truth);
      harness.item("listing" + number, 1, random.nextDouble() < 0.3 ? other(truth, random) : truth);
      String reviewer =
          number < 100 || number % 25 == 0 ? "lea" : List.of("ann", "bob", "cid").get(number % 3);
      LeasedItem item = lease(reviewer);
      if (item == null) {
        continue;
      }
      String right = truths.get(item.item().getListing().getListingId());
      String shown = item.item().getAttributes().getAttributes().get(0).getLabel();
      String choice =
          switch (reviewer) {
            case "lea" -> right;
            case "cid" -> item.isBlind() ? COLOURS.get(random.nextInt(4)) : shown;
            default -> random.nextDouble() < 0.95 ? right : other(right, random);
          };
      harness.queue.decide(reviewer, submission(item, choice));
      harness.read();
      int items = decided.merge(reviewer, 1, Integer::sum);
      if (!reviewer.equals("lea") && attention(reviewer).isCareless()) {
        foundAfter.putIfAbsent(reviewer, items);
      }
    }
    LOG.info(
        "items {}, found after {}; ann {}, bob {}, cid {}",
        decided,
        foundAfter,
        attention("ann"),
        attention("bob"),
        attention("cid"));
    assertThat(foundAfter.keySet()).containsExactly("cid");
    assertThat(foundAfter.get("cid")).isLessThan(1_000);
  }

  private static String other(String colour, Random random) {
    List<String> others = new ArrayList<>(COLOURS);
    others.remove(colour);
    return others.get(random.nextInt(3));
  }

  private void start(Shares shares) {
    harness = new QueueHarness(folder, new Testing(shares, Set.of("lea")));
  }

  private LeasedItem lease(String reviewer) {
    List<LeasedItem> items = harness.queue.lease(reviewer, ItemFilter.ALL, 1);
    return items.isEmpty() ? null : items.get(0);
  }

  private void decide(String reviewer, String colour) {
    harness.queue.decide(reviewer, submission(lease(reviewer), colour));
  }

  private static Submission submission(LeasedItem item, String colour) {
    return new Submission(
        item.id(),
        item.leaseId(),
        item.version(),
        1_000,
        item.item().getAttributes().getAttributes().stream()
            .map(
                task ->
                    new Submission.Choice(
                        task.getTask(),
                        DecisionKind.LABEL,
                        QueueHarness.label(task.getTask(), colour)))
            .toList());
  }

  private List<ReviewDecision> effective() {
    return harness.written.stream().filter(one -> one.getKind() == DecisionKind.LABEL).toList();
  }

  private Attention attention(String reviewer) {
    return tally(reviewer).attention();
  }

  private ReviewerTally tally(String reviewer) {
    return harness.records.counted().reviewers().get(reviewer);
  }
}

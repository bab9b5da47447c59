package io.cmaclip.console.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.fixtures.Events;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueProcessorTest {
  private static final QueueSettings SETTINGS =
      new QueueSettings(
          "console", QueueHarness.TOPICS, Duration.ofSeconds(60), Duration.ofDays(365));

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();
  private QueueHarness harness;
  private ReviewQueue queue;

  /** A clock that tests set forward. */
  private static final class MovableClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void start() {
    harness = new QueueHarness(folder, SETTINGS, clock);
    queue = harness.queue;
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void mostUrgentItemComesFirst() {
    item("a", 1, 0.2);
    item("b", 1, 0.9);
    item("c", 1, 0.5);

    assertThat(queue.lease("ann", ItemFilter.ALL, 2))
        .extracting(leased -> leased.item().getListing().getListingId())
        .containsExactly("b", "c");
  }

  @Test
  void nearDuplicatesComeAfterOtherItemsWhoeverGotTheFirstOne() {
    sketched("a", 0.9, 0x0F0F_0F0F_0F0F_0F0FL);
    sketched("copy of a", 0.8, 0x0F0F_0F0F_0F0F_0F00L);
    sketched("b", 0.2, 0xFFFF_FFFF_0F0F_0F0FL);

    assertThat(keys(queue.lease("ann", ItemFilter.ALL, 1))).containsExactly("a");
    LeasedItem other = queue.lease("bob", ItemFilter.ALL, 1).get(0);
    assertThat(keys(List.of(other))).containsExactly("b");
    queue.release(other.id(), other.leaseId(), true);
    assertThat(keys(queue.lease("bob", ItemFilter.ALL, 2))).containsExactly("copy of a", "b");
  }

  @Test
  void anItemIsNoNearDuplicateOfItself() {
    sketched("a", 0.9, 0x0F0F_0F0F_0F0F_0F0FL);
    sketched("b", 0.2, 0xFFFF_FFFF_0F0F_0F0FL);

    LeasedItem first = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.release(first.id(), first.leaseId(), false);
    assertThat(keys(queue.lease("bob", ItemFilter.ALL, 1))).containsExactly("a");
  }

  @Test
  void leasedItemIsGivenToNobodyElse() {
    item("a", 1, 0.5);

    assertThat(queue.lease("ann", ItemFilter.ALL, 5)).hasSize(1);
    assertThat(queue.lease("bob", ItemFilter.ALL, 5)).isEmpty();
  }

  @Test
  void refusesSecondDecisionByNameOfTheFirst() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.decide("ann", accept(leased));

    Submission second =
        new Submission(leased.id(), "other", leased.version(), 1, accept(leased).choices());
    assertThatThrownBy(() -> queue.decide("bob", second)).hasMessageContaining("ann was first");
  }

  @Test
  void repeatedSubmissionWritesNothing() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    assertThat(queue.decide("ann", accept(leased))).isTrue();
    assertThat(queue.decide("ann", accept(leased))).isFalse();

    assertThat(harness.unread).hasSize(1);
  }

  @Test
  void decisionAboutFormerVersionIsRefused() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    item("a", 2, 0.5);

    assertThatThrownBy(() -> queue.decide("ann", accept(leased)))
        .hasMessageContaining("has changed");
  }

  @Test
  void undoBringsTheItemBackAlsoAfterItWasRead() {
    item("a", 1, 0.5);
    queue.decide("ann", accept(queue.lease("ann", ItemFilter.ALL, 1).get(0)));
    harness.read();
    assertThat(queue.progress().counts().decided()).isEqualTo(1);

    assertThat(queue.undo("ann")).isPresent();
    harness.read();

    assertThat(queue.progress().counts()).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1));
    assertThat(harness.unread).isEmpty();
  }

  @Test
  void skippedItemComesBackAfterAllOthers() {
    item("a", 1, 0.9);
    item("b", 1, 0.1);
    LeasedItem first = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.release(first.id(), first.leaseId(), true);

    assertThat(queue.lease("ann", ItemFilter.ALL, 5))
        .extracting(leased -> leased.item().getListing().getListingId())
        .containsExactly("b", "a");
  }

  @Test
  void itemIsBackWhenItsLeaseIsNotRenewed() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    pass(Duration.ofSeconds(59));
    assertThat(queue.lease("bob", ItemFilter.ALL, 1)).isEmpty();
    assertThat(queue.progress().free()).isZero();

    pass(Duration.ofSeconds(1));

    assertThat(queue.progress().free()).isEqualTo(1);
    assertThat(queue.lease("bob", ItemFilter.ALL, 1)).hasSize(1);
    assertThat(queue.renew(leased.id(), leased.leaseId(), "ann")).isFalse();
    assertThatThrownBy(() -> queue.decide("ann", accept(leased)))
        .hasMessageContaining("bob is working on this item");
  }

  @Test
  void renewedLeaseKeepsItsItem() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    for (int minute = 0; minute < 5; minute++) {
      pass(Duration.ofSeconds(59));
      assertThat(queue.renew(leased.id(), leased.leaseId(), "ann")).isTrue();
    }

    assertThat(queue.lease("bob", ItemFilter.ALL, 1)).isEmpty();
  }

  @Test
  void lateDecisionCountsIfNobodyElseHasTheItem() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    pass(Duration.ofMinutes(10));

    assertThat(queue.decide("ann", accept(leased))).isTrue();
  }

  @Test
  void releasedItemIsFreeAtOnce() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.release(leased.id(), "another lease", false);
    assertThat(queue.lease("bob", ItemFilter.ALL, 1)).isEmpty();

    queue.release(leased.id(), leased.leaseId(), false);

    assertThat(queue.lease("bob", ItemFilter.ALL, 1)).hasSize(1);
  }

  @Test
  void oldItemExpiresUnlessSomebodyWorksOnIt() {
    item("a", 1, 0.9);
    item("b", 1, 0.1);
    queue.lease("ann", ItemFilter.ALL, 1);
    clock.now = clock.now.plus(SETTINGS.expireAfter());
    // The lease of a ends meanwhile; a new one protects it.
    queue.lease("ann", ItemFilter.ALL, 1);
    harness.advance(Duration.ofSeconds(10));
    assertThat(queue.progress().counts()).isEqualTo(new QueueCounts(2, 0, 0, 0, 1, 1));

    pass(Duration.ofSeconds(60));
    harness.advance(Duration.ofSeconds(10));

    assertThat(queue.progress().counts()).isEqualTo(new QueueCounts(2, 0, 0, 0, 2, 0));
    assertThat(harness.stored()).isZero();
  }

  @Test
  void filtersByReasonTaskAndProposedLabel() {
    item("a", 1, 0.5);

    assertThat(queue.lease("ann", new ItemFilter("pattern", null, null), 1)).isEmpty();
    assertThat(queue.lease("ann", new ItemFilter(null, "AUDIT", null), 1)).isEmpty();
    assertThat(queue.lease("ann", new ItemFilter(null, null, "blue"), 1)).isEmpty();
    assertThat(queue.lease("ann", new ItemFilter("colour", "LOW_CONFIDENCE", "red"), 1)).hasSize(1);
    assertThat(queue.labels()).containsEntry("colour", Set.of("red"));
  }

  @Test
  void progressTellsOwnAndTeamsPace() {
    for (int number = 0; number < 10; number++) {
      item("k" + number, 1, 0.5);
    }
    for (int number = 0; number < 6; number++) {
      String reviewer = number < 4 ? "ann" : "bob";
      queue.decide(reviewer, accept(queue.lease(reviewer, ItemFilter.ALL, 1).get(0)));
      pass(Duration.ofMinutes(2));
    }
    queue.undo("bob");
    harness.read();

    assertThat(queue.decidedBy("ann")).isEqualTo(4);
    assertThat(queue.decidedBy("bob")).isEqualTo(1);
    assertThat(queue.perHour("ann")).isEqualTo(4 * 60 / 12.0);
    assertThat(queue.perHour(null)).isEqualTo(5 * 60 / 12.0);

    pass(Duration.ofHours(1));
    assertThat(queue.perHour(null)).isZero();
    assertThat(queue.decidedBy("ann")).isEqualTo(4);
  }

  @Test
  void itemOfAnotherConsoleIsRefused() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    Submission foreign =
        new Submission("7" + leased.id(), leased.leaseId(), leased.version(), 1, List.of());

    assertThatThrownBy(() -> queue.decide("ann", foreign)).hasMessageContaining("Another console");
    assertThat(queue.renew("7" + leased.id(), leased.leaseId(), "ann")).isFalse();
    assertThat(queue.item("7" + leased.id())).isEmpty();
  }

  @Test
  void answerOfAReviewerDoesNotSupersede() {
    item("a", 1, 0.5);
    answer("a", 1, 9);

    assertThat(queue.progress().waiting()).isEqualTo(1);
  }

  @Test
  void accountsHoldThroughRandomRecords() {
    Random random = new Random(7);
    for (int step = 0; step < 3_000; step++) {
      String key = "k" + random.nextInt(25);
      switch (random.nextInt(7)) {
        case 0, 1 -> item(key, step, random.nextDouble());
        case 2 -> answer(key, step, step);
        case 3 -> harness.delete(key);
        case 4 ->
            queue
                .lease("ann", ItemFilter.ALL, 1)
                .forEach(held -> queue.decide("ann", accept(held)));
        case 5 ->
            queue.undo("ann").ifPresent(taken -> queue.release(taken.id(), taken.leaseId(), false));
        default -> harness.read();
      }
      QueueCounts counts = queue.progress().counts();
      assertThat(counts.in())
          .isEqualTo(
              counts.decided()
                  + counts.superseded()
                  + counts.deleted()
                  + counts.expired()
                  + counts.waiting());
      assertThat(counts.waiting()).isEqualTo(harness.stored());
    }
    harness.read();
    assertThat(queue.progress().waiting()).isEqualTo((int) queue.progress().counts().waiting());
    assertThat(queue.progress().counts().decided()).isPositive();
    assertThat(queue.progress().counts().superseded()).isPositive();
    assertThat(queue.progress().counts().deleted()).isPositive();
  }

  @Test
  void brokenRecordIsLeftOut() {
    item("a", 1, 0.5);
    harness.pipe("items", "b", new byte[] {0, 1});
    harness.pipe("decisions", "a", new byte[] {0, 1});
    harness.pipe("answers", "a", new byte[] {0, 1});

    assertThat(queue.progress().counts()).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1));
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  private static Submission accept(LeasedItem leased) {
    return new Submission(
        leased.id(),
        leased.leaseId(),
        leased.version(),
        1_000,
        List.of(new Submission.Choice("colour", DecisionKind.LABEL, "red")));
  }

  private static List<String> keys(List<LeasedItem> items) {
    return items.stream().map(leased -> leased.item().getListing().getListingId()).toList();
  }

  private void item(String key, long version, double priority) {
    item(key, version, priority, 0);
  }

  private void sketched(String key, double priority, long sketch) {
    item(key, 1, priority, sketch);
  }

  private void item(String key, long version, double priority, long sketch) {
    ReviewItem item = Events.reviewItem();
    item.setSketch(sketch);
    item.getListing().setListingId(key);
    item.setAttributes(attributes(key, version, version));
    item.setPriority(priority);
    harness.pipe("items", key, item);
  }

  private void answer(String key, long version, long processed) {
    harness.pipe("answers", key, attributes(key, version, processed));
  }

  private static ListingAttributes attributes(String key, long version, long processed) {
    ListingAttributes answer = Events.attributes();
    answer.setListingId(key);
    answer.setListingUpdatedAt(Instant.ofEpochMilli(version));
    answer.setProcessedAt(Instant.ofEpochMilli(processed));
    answer.setContentHash("content" + version);
    return answer;
  }
}

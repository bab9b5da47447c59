package io.cmaclip.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger("listings");

  @BeforeEach
  void sendTwo() {
    ledger.sending("a", "A");
    ledger.sending("b", "B");
    ledger.written("a", 0, 10);
  }

  @Test
  void isCompleteWhenEveryListingHasAnAnswer() {
    ledger.written("b", 0, 11);
    ledger.answered(labelled("a"));
    assertThat(ledger.isComplete()).isFalse();
    ledger.answered(letter(0, 11));
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.missing()).isZero();
    assertThat(ledger.duplicated()).isZero();
  }

  @Test
  void aSecondAnswerIsADuplicate() {
    ledger.answered(labelled("a"));
    ledger.answered(labelled("a"));
    assertThat(ledger.duplicated()).isEqualTo(1);
    assertThat(ledger.missing()).isEqualTo(1);
  }

  @Test
  void labelsAndDeadLetterOfOneListingAreDuplicates() {
    ledger.answered(labelled("a"));
    ledger.answered(letter(0, 10));
    assertThat(ledger.duplicated()).isEqualTo(1);
  }

  @Test
  void aSecondReviewItemIsADuplicate() {
    ledger.answered(labelled("a"));
    ledger.answered(new Answer.ForReview("a", Instant.EPOCH, List.of()));
    assertThat(ledger.duplicated()).isZero();
    ledger.answered(new Answer.ForReview("a", Instant.EPOCH, List.of()));
    assertThat(ledger.duplicated()).isEqualTo(1);
  }

  @Test
  void matchesADeadLetterReadBeforeItsPosition() {
    assertThat(ledger.answered(letter(2, 5))).isNull();
    assertThat(ledger.duplicated()).isEqualTo(1);
    ledger.written("b", 2, 5);
    assertThat(ledger.duplicated()).isZero();
    assertThat(ledger.missing()).isEqualTo(1);
  }

  @Test
  void anAnswerWithoutAListingIsADuplicate() {
    ledger.answered(labelled("unknown"));
    assertThat(ledger.duplicated()).isEqualTo(1);
  }

  private static Answer labelled(String id) {
    return new Answer.Labelled(id, new ListingAttributes());
  }

  private static Answer letter(int partition, long offset) {
    return new Answer.DeadLetter("id", partition, offset, "UNDECODABLE", "not Avro");
  }
}

package io.cmaclip.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecidedLabelsTest {
  private static final RawListing DRESS =
      listing("Dress", "a", Map.of("colour", "blue", "size", "M"));
  private static final RawListing SHOE = listing("Shoe", "b", Map.of("colour", "red"));

  @Test
  void aDecidedLabelReplacesThatOfTheSameContentAndOtherLabelsStay() {
    RawListing decided = listing("Dress", "a", Map.of("colour", "green"));
    RawListing whole = listing("Dress", "a", Map.of("colour", "green", "size", "M"));
    assertThat(DecidedLabels.into(List.of(DRESS, SHOE, DRESS), List.of(decided)))
        .containsExactly(SHOE, whole);
  }

  @Test
  void aTaskThatIsNotApplicableHasNoLabel() {
    RawListing decided = listing("Dress", "a", Map.of("not_applicable", "colour,fit"));
    RawListing rest = listing("Dress", "a", Map.of("size", "M"));
    assertThat(DecidedLabels.into(List.of(DRESS, SHOE), List.of(decided)))
        .containsExactly(SHOE, rest);
  }

  @Test
  void anotherTitleOrImageIsAnotherListing() {
    RawListing title = listing("Gown", "a", Map.of("colour", "green"));
    RawListing image = listing("Dress", "c", Map.of("colour", "green"));
    assertThat(DecidedLabels.into(List.of(DRESS), List.of(title, image)))
        .containsExactly(DRESS, title, image);
  }

  @Test
  void decidedListingsLeaveTheValidationSplit() {
    RawListing decided = listing("Dress", "a", Map.of("colour", "green"));
    assertThat(DecidedLabels.without(List.of(decided), List.of(DRESS, SHOE))).containsExactly(SHOE);
  }

  private static RawListing listing(String title, String image, Map<String, String> fields) {
    return new RawListing(title, image, fields, null);
  }
}

package io.cmaclip.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.trainer.data.RawListing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairwiseMeasuringTest {
  private final ListingSource source =
      new MemorySource(
          List.of(
              listing("summer dress", "red"),
              listing("a red dress", "red"),
              listing("red thing", "red"),
              listing("winter coat", "blue"),
              listing("no colour", null)),
          title -> new int[] {1, 2, 3});

  /** Right about the first two, and about every title that starts with the colour. */
  private final Labeller knowing =
      forms ->
          forms.stream()
              .map(form -> Map.of("colour", form.listing() < 2 ? "red" : first(form.title())))
              .toList();

  /** Knows titles that say the colour only. */
  private final Labeller reading =
      forms ->
          forms.stream()
              .map(form -> Map.of("colour", form.title().contains("red") ? "red" : "green"))
              .toList();

  @Test
  void whatOnlyOneAnswersRightIsCountedAndAskedAgainWithTheWordPutBack() {
    PairwiseEvaluation.TaskPair colour =
        new PairwiseMeasuring(source, knowing, reading).measure(List.of("colour")).get("colour");
    assertThat(colour.labelled()).isEqualTo(4);
    assertThat(colour.bothRight()).isEqualTo(2);
    assertThat(colour.wordMissing().share()).isEqualTo(0.5);
    // "summer dress" alone: the other one knows it once it reads "red summer dress".
    assertThat(colour.onlyThis().listings()).isEqualTo(1);
    assertThat(colour.onlyThis().wordMissing().share()).isEqualTo(1);
    assertThat(colour.onlyThis().thisWithWord().share()).isEqualTo(1);
    assertThat(colour.onlyThis().againstWithWord().share()).isEqualTo(1);
    assertThat(colour.onlyAgainst().listings()).isZero();
    assertThat(colour.onlyAgainst().thisWithWord().listings()).isZero();
  }

  @Test
  void theOtherWayRoundItIsTheOthersGain() {
    PairwiseEvaluation.TaskPair colour =
        new PairwiseMeasuring(source, reading, knowing).measure(List.of("colour")).get("colour");
    assertThat(colour.onlyThis().listings()).isZero();
    assertThat(colour.onlyAgainst().listings()).isEqualTo(1);
    assertThat(colour.onlyAgainst().againstWithWord().share()).isEqualTo(1);
  }

  private static String first(String title) {
    return title.substring(0, title.indexOf(" "));
  }

  private static RawListing listing(String title, String colour) {
    return new RawListing(
        title, new byte[0], title, colour == null ? Map.of() : Map.of("colour", colour));
  }
}

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

  /** Correct for the first two listings, and for titles that start with the colour. */
  private final Labeller knowing =
      forms ->
          forms.stream()
              .map(form -> Map.of("colour", form.listing() < 2 ? "red" : first(form.title())))
              .toList();

  /** Correct for titles that contain the colour. */
  private final Labeller reading =
      forms ->
          forms.stream()
              .map(form -> Map.of("colour", form.title().contains("red") ? "red" : "green"))
              .toList();

  @Test
  void listingsThatOnlyOneModelGetsRightAreClassifiedAgainWithTheWordAdded() {
    PairwiseEvaluation.TaskPair colour =
        new PairwiseMeasuring(source, knowing, reading).measure("colour");
    assertThat(colour.labelled()).isEqualTo(4);
    assertThat(colour.bothRight()).isEqualTo(2);
    assertThat(colour.wordMissing().share()).isEqualTo(0.5);
    // "summer dress" alone: the other model needs "red summer dress".
    assertThat(colour.onlyThis().listings()).isEqualTo(1);
    assertThat(colour.onlyThis().wordMissing().share()).isEqualTo(1);
    assertThat(colour.onlyThis().thisWithWord().share()).isEqualTo(1);
    assertThat(colour.onlyThis().againstWithWord().share()).isEqualTo(1);
    assertThat(colour.onlyAgainst().listings()).isZero();
    assertThat(colour.onlyAgainst().thisWithWord().listings()).isZero();
  }

  @Test
  void swappingTheModelsSwapsTheCounts() {
    PairwiseEvaluation.TaskPair colour =
        new PairwiseMeasuring(source, reading, knowing).measure("colour");
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

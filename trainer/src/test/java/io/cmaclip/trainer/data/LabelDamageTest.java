package io.cmaclip.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.trainer.recipe.DamageSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelDamageTest {
  private static final List<TaskClasses> TASKS =
      List.of(
          new TaskClasses("colour", List.of("blue", "green", "red")),
          new TaskClasses("style", List.of("long", "short")));
  private final List<RawListing> listings =
      IntStream.range(0, 2000)
          .mapToObj(
              i ->
                  new RawListing(
                      "title " + i,
                      new byte[0],
                      "image " + i,
                      i % 10 == 0
                          ? Map.of("style", "long", "noise", "none")
                          : Map.of("colour", "red", "style", "short", "noise", "none")))
          .toList();

  @Test
  void replacesTheGivenShareOfLabelsByOtherClassesUniformly() {
    List<RawListing> damaged = new LabelDamage(new DamageSettings(0.2, 0), 3).of(listings, TASKS);
    assertThat(share(damaged, "colour", "red")).isEqualTo(0.9 * 0.8, within(0.03));
    assertThat(share(damaged, "colour", "blue")).isEqualTo(0.9 * 0.1, within(0.02));
    assertThat(share(damaged, "colour", "green")).isEqualTo(0.9 * 0.1, within(0.02));
    assertThat(damaged).allSatisfy(l -> assertThat(l.fields()).containsEntry("noise", "none"));
    for (int i = 0; i < listings.size(); i++) {
      assertThat(damaged.get(i).title()).isEqualTo(listings.get(i).title());
      assertThat(damaged.get(i).fields().keySet()).isEqualTo(listings.get(i).fields().keySet());
    }
  }

  @Test
  void removesAllLabelsOfTheGivenShareOfListings() {
    List<RawListing> damaged = new LabelDamage(new DamageSettings(0, 0.75), 3).of(listings, TASKS);
    long bare = damaged.stream().filter(l -> !l.fields().containsKey("style")).count();
    assertThat(bare / 2000.0).isEqualTo(0.75, within(0.03));
    assertThat(damaged)
        .filteredOn(l -> !l.fields().containsKey("style"))
        .allSatisfy(l -> assertThat(l.fields()).isEqualTo(Map.of("noise", "none")));
  }

  @Test
  void theSameSeedDamagesTheSameLabels() {
    DamageSettings settings = new DamageSettings(0.3, 0.3);
    assertThat(new LabelDamage(settings, 5).of(listings, TASKS))
        .isEqualTo(new LabelDamage(settings, 5).of(listings, TASKS))
        .isNotEqualTo(new LabelDamage(settings, 6).of(listings, TASKS));
    assertThat(new LabelDamage(DamageSettings.NONE, 5).of(listings, TASKS)).isSameAs(listings);
  }

  private static double share(List<RawListing> listings, String task, String label) {
    return listings.stream().filter(l -> label.equals(l.fields().get(task))).count()
        / (double) listings.size();
  }
}

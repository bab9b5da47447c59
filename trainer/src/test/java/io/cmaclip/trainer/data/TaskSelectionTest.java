package io.cmaclip.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSelectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numbers | 38 | 40",
        "numbers | -1.5 | 2e3",
        "numbers | 1,299.00 | 19,99",
        "numbers | 1299.99 | 2024.50",
        "dates | 2024-05 | 2024/06",
        "numbers | $5 | 5 EUR",
        "numbers | 10% | 20 %",
        "dates | 2024-05-01 | 2024-05-02T10:11:12Z",
        "dates | 1.5.2024 | 31.12.24",
        "dates | 05/01/2024 10:00 | 2024/5/1",
        "dates | May 1, 2024 | 1 June 2024",
        "dates | 10:15 | 23:59:59",
        "URLs | https://a.example/1 | s3://bucket/2",
        "URLs | www.example.org | data:image/png;base64,AA"
      })
  void leavesOutValuesOfAForm(String form, String one, String other) {
    TaskSelection selection = select(i -> i % 2 == 0 ? one : other);
    assertThat(selection.tasks()).extracting(TaskClasses::name).containsExactly("kept");
    assertThat(selection.leftOut())
        .containsExactly("field field is not learned: its values are " + form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "38 cm | 40 cm",
        "true | false",
        "S | M",
        "A-1 | B-2",
        "Spring 2024 | Fall 2024",
        "3/4 sleeve | sleeveless",
        "100% cotton | 50% wool"
      })
  void keepsAttributesThatResembleAForm(String one, String other) {
    assertThat(select(i -> i % 2 == 0 ? one : other).leftOut()).isEmpty();
  }

  @Test
  void leavesOutAFieldWithNearlyOneValuePerListing() {
    assertThat(select(i -> "value " + i * 2 / 3).leftOut())
        .containsExactly("field field is not learned: 80 values in 120 listings");
    assertThat(select(i -> "value " + i / 2).leftOut()).isEmpty();
  }

  @Test
  void aFewOtherValuesDoNotMakeNumbersAnAttribute() {
    assertThat(select(i -> i == 7 ? "unknown" : "" + i % 4).leftOut()).hasSize(1);
    assertThat(select(i -> i % 10 == 7 ? "unknown" : "" + i % 4).leftOut()).isEmpty();
  }

  @Test
  void namedFieldsAreLearnedWhateverTheyHold() {
    List<Map<String, String>> fields = listings(i -> "" + i);
    assertThat(TaskSelection.of(fields, List.of("field")).tasks())
        .extracting(TaskClasses::name)
        .containsExactly("field");
    assertThatThrownBy(() -> TaskSelection.of(fields, List.of("colour")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("task colour")
        .hasMessageContaining("its fields: field, kept");
  }

  @Test
  void namesTheFieldsIfNoneIsLeft() {
    List<Map<String, String>> fields = List.of(Map.of("size", "38"), Map.of("size", "40"));
    assertThatThrownBy(() -> TaskSelection.of(fields, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("field size is not learned: its values are numbers")
        .hasMessageContaining("--tasks");
  }

  private static TaskSelection select(IntFunction<String> value) {
    return TaskSelection.of(listings(value), List.of());
  }

  private static List<Map<String, String>> listings(IntFunction<String> value) {
    List<Map<String, String>> fields = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      fields.add(Map.of("field", value.apply(i), "kept", i % 2 == 0 ? "red" : "blue"));
    }
    return fields;
  }
}

package io.cmaclip.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.listings.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final List<Listing> ROWS =
      List.of(
          new Listing("1", "red dress", null, null, Map.of()),
          new Listing("2", "blue shirt", "2.png", new byte[] {9}, Map.of()));

  @Test
  void oneHundredInputsContainEveryKind() {
    List<Input> inputs = inputs(1, 100);
    for (InputKind kind : InputKind.values()) {
      assertThat(inputs).as("%s", kind).anyMatch(input -> input.kind() == kind);
    }
    assertThat(inputs).extracting(Input::number).isSorted().doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void theSeedDeterminesTheInputs() {
    assertThat(inputs(1, 120)).usingRecursiveComparison().isEqualTo(inputs(1, 120));
    assertThat(inputs(1, 120)).usingRecursiveComparison().isNotEqualTo(inputs(2, 120));
  }

  @Test
  void keysHaveSeveralVersionsInOnePartition() {
    Map<String, Integer> versions = new HashMap<>();
    Map<String, Integer> partitions = new HashMap<>();
    for (Input input : inputs(3, 500)) {
      if (input.key() != null) {
        versions.merge(input.key(), 1, Integer::sum);
        assertThat(partitions.merge(input.key(), input.partition(), Math::max))
            .isEqualTo(input.partition())
            .isBetween(0, 5);
      }
    }
    assertThat(versions.values().stream().mapToInt(count -> count).average().orElseThrow())
        .isGreaterThan(5);
  }

  @Test
  void inputsMatchTheirKind() {
    for (Input input : inputs(4, 50)) {
      switch (input.kind()) {
        case TOMBSTONE -> assertThat(input.value()).isNull();
        case KEY_MISSING -> assertThat(input.keyBytes()).isNull();
        case UNDECODABLE -> assertThat(input.value()[0]).isNotZero();
        default -> assertThat(Objects.requireNonNull(input.value())).isNotEmpty();
      }
    }
  }

  @Test
  void aListingIsSilentIfTheLastAnswerOfItsKeyIsTheSame() {
    List<Input> skipping = Inputs.of(5, 2_000, 6, ROWS, InputsTest::bytes, true);
    assertThat(skipping).filteredOn(Input::isSilent).hasSizeGreaterThan(100);
    assertThat(skipping)
        .filteredOn(input -> input.kind() == InputKind.PRICE)
        .anyMatch(input -> !input.isSilent()); // the first of its key, or after a tombstone
    assertThat(inputs(5, 2_000)).noneMatch(Input::isSilent);
  }

  private static List<Input> inputs(long seed, int count) {
    return Inputs.of(seed, count, 6, ROWS, InputsTest::bytes, false);
  }

  private static byte[] bytes(ProductListing listing) {
    try {
      return listing.toByteBuffer().array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

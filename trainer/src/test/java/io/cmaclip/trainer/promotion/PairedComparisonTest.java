package io.cmaclip.trainer.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private final List<Map<String, Boolean>> former = new ArrayList<>();
  private final List<Map<String, Boolean>> candidate = new ArrayList<>();

  @Test
  void manyMoreBetterListingsMakeTheCandidateBetter() {
    add(15, Map.of("colour", false), Map.of("colour", true));
    add(3, Map.of("colour", true), Map.of("colour", false));
    add(80, Map.of("colour", true), Map.of("colour", true));
    PairedComparison result = PairedComparison.of(former, candidate);
    // P(X >= 15) of 18 fair coins.
    assertThat(result.chance()).isCloseTo(988 / 262_144.0, within(1e-9));
    assertThat(result.isBetter()).isTrue();
    assertThat(new ObjectMapper().valueToTree(result).path("better")).isEqualTo(new IntNode(15));
    assertThat(result.tasks().get("colour"))
        .extracting(
            PairedComparison.OfTask::labelled,
            PairedComparison.OfTask::former,
            PairedComparison.OfTask::candidate)
        .containsExactly(98, 83, 95);
  }

  @Test
  void aSlightAdvantageIsNotEnough() {
    add(9, Map.of("colour", false), Map.of("colour", true));
    add(4, Map.of("colour", true), Map.of("colour", false));
    assertThat(PairedComparison.of(former, candidate).isBetter()).isFalse();
  }

  @Test
  void equalBundlesAreNotBetter() {
    add(50, Map.of("colour", true), Map.of("colour", true));
    PairedComparison result = PairedComparison.of(former, candidate);
    assertThat(result.chance()).isEqualTo(1);
    assertThat(result.isBetter()).isFalse();
  }

  @Test
  void aTaskThatGotWorseForbidsThePromotion() {
    add(60, Map.of("colour", false, "size", true), Map.of("colour", true, "size", true));
    add(20, Map.of("colour", true, "size", true), Map.of("colour", true, "size", false));
    PairedComparison result = PairedComparison.of(former, candidate);
    assertThat(result.chance()).isLessThan(0.001);
    assertThat(result.tasks().get("size").worse()).isLessThan(0.001);
    assertThat(result.isBetter()).isFalse();
  }

  private void add(int count, Map<String, Boolean> old, Map<String, Boolean> fresh) {
    for (int i = 0; i < count; i++) {
      former.add(old);
      candidate.add(fresh);
    }
  }
}

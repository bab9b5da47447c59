package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightRecordTest {
  private final ByteBudget budget = new ByteBudget(1000);
  private final TestRecord record = new TestRecord(1, budget, 10);
  private final List<String> ended = new ArrayList<>();

  @Test
  void runsEndActionsOnceInOrder() {
    record.onEnd(() -> ended.add("first"));
    record.onEnd(() -> ended.add("second"));
    record.complete("result");
    record.onEnd(() -> ended.add("late"));
    record.discard();
    assertThat(ended).containsExactly("first", "second", "late");
  }

  @Test
  void ignoresAResultAfterTheDiscard() {
    record.onEnd(() -> ended.add("end"));
    record.reserve(50);
    record.discard();
    record.complete("late");
    record.reserve(50);
    assertThat(record.finished()).isNull();
    assertThat(ended).containsExactly("end");
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void refusesASecondResult() {
    record.complete("first");
    assertThatThrownBy(() -> record.complete("second")).isInstanceOf(IllegalStateException.class);
    assertThat(record.finished().result()).isEqualTo("first");
    assertThat(record.finished().content()).isEqualTo("content");
  }
}

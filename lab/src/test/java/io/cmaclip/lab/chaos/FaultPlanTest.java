package io.cmaclip.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  @Test
  void theSeedDeterminesThePlan() {
    assertThat(FaultPlan.of(7, 9, FaultKind.others()))
        .isEqualTo(FaultPlan.of(7, 9, FaultKind.others()))
        .isNotEqualTo(FaultPlan.of(8, 9, FaultKind.others()));
  }

  @Test
  void alternatesKillsWithEveryOtherKind() {
    int kinds = FaultKind.others().size();
    List<FaultKind> plan = kinds(FaultPlan.of(7, kinds, FaultKind.others()));
    assertThat(plan).hasSize(2 * kinds).contains(FaultKind.values());
    for (int i = 0; i < plan.size(); i++) {
      assertThat(plan.get(i) == FaultKind.KILL).as("step %s", i).isEqualTo(i % 2 == 1);
    }
  }

  @Test
  void plansOnlyKillsWithoutOtherKinds() {
    assertThat(kinds(FaultPlan.of(7, 3, List.of())))
        .containsExactly(FaultKind.KILL, FaultKind.KILL, FaultKind.KILL);
  }

  @Test
  void rejectsAnUnknownKindWithTheKnownNames() {
    assertThatThrownBy(() -> FaultKind.of("flood"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("--faults flood: must be one of terminate, freeze,");
  }

  private static List<FaultKind> kinds(List<FaultPlan.Step> plan) {
    return plan.stream().map(FaultPlan.Step::kind).toList();
  }
}

package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BisectingCallTest {
  private final FakeFunction function = new FakeFunction();
  private final BisectingCall<Integer, FakeFunction.Answer> call =
      new BisectingCall<>(function, BatchingObserver.NONE);

  @Test
  void aSuccessfulBatchNeedsOneCall() throws Exception {
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    assertThat(function.batches).containsExactly(64);
    assertThat(batch).allMatch(TestInFlight::isAnswered);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 62, 63})
  void findsTheFailingItemByBisecting(int failing) throws Exception {
    failOn(Set.of(failing));
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    for (int i = 0; i < 64; i++) {
      assertThat(batch.get(i).isRejected()).as("item %d rejected", i).isEqualTo(i == failing);
      assertThat(batch.get(i).answers).isEqualTo(1);
    }
    assertThat(function.batches.size() - 1).isLessThanOrEqualTo(2 * 6 + 1);
  }

  @Test
  void findsSeveralFailingItemsAndCompletesTheOthers() throws Exception {
    Set<Integer> failing = Set.of(3, 4, 17, 63);
    failOn(failing);
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    for (int i = 0; i < 64; i++) {
      assertThat(batch.get(i).isRejected()).isEqualTo(failing.contains(i));
    }
    assertThat(function.batches.size() - 1).isLessThanOrEqualTo(failing.size() * (2 * 6 + 1));
  }

  @Test
  void rejectsNothingAfterATransientFailure() throws Exception {
    AtomicInteger failures = new AtomicInteger(7);
    function.before(
        batch -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("passing");
          }
        });
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    assertThat(batch).allMatch(TestInFlight::isAnswered);
  }

  @Test
  void splitsABatchThatIsTooLargeForTheDevice() throws Exception {
    function.before(
        batch -> {
          if (batch.size() > 16) {
            throw new IllegalStateException("out of device memory");
          }
        });
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    assertThat(batch).allMatch(TestInFlight::isAnswered);
  }

  @Test
  void rejectsNothingWhenTheSelfTestFails() {
    function.setUnhealthy(true);
    List<TestInFlight> batch = TestInFlight.many(64);
    assertThatThrownBy(() -> call.complete(TestInFlight.entries(batch)))
        .isInstanceOf(UnhealthyException.class);
    assertThat(batch).noneMatch(TestInFlight::isDone);
  }

  @Test
  void tooFewResultsAreAFailure() throws Exception {
    function.answersOneTooFew();
    List<TestInFlight> batch = TestInFlight.many(2);
    call.complete(TestInFlight.entries(batch));
    assertThat(batch).allMatch(record -> record.answers == 1);
  }

  private void failOn(Set<Integer> failing) {
    function.before(
        batch -> {
          if (batch.stream().anyMatch(failing::contains)) {
            throw new IllegalArgumentException("poison");
          }
        });
  }
}

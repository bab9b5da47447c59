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
  void aGoodBatchTakesOneCall() throws Exception {
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    assertThat(function.batches).containsExactly(64);
    assertThat(batch).allMatch(TestInFlight::isAnswered);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 62, 63})
  void anItemWhoseBatchFailsIsFoundByBisecting(int guilty) throws Exception {
    failOn(Set.of(guilty));
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    for (int i = 0; i < 64; i++) {
      assertThat(batch.get(i).isRejected()).as("item %d rejected", i).isEqualTo(i == guilty);
      assertThat(batch.get(i).answers).isEqualTo(1);
    }
    assertThat(function.batches.size() - 1).isLessThanOrEqualTo(2 * 6 + 1);
  }

  @Test
  void severalGuiltyItemsAreAllFoundAndTheOthersAnswered() throws Exception {
    Set<Integer> guilty = Set.of(3, 4, 17, 63);
    failOn(guilty);
    List<TestInFlight> batch = TestInFlight.many(64);
    call.complete(TestInFlight.entries(batch));
    for (int i = 0; i < 64; i++) {
      assertThat(batch.get(i).isRejected()).isEqualTo(guilty.contains(i));
    }
    assertThat(function.batches.size() - 1).isLessThanOrEqualTo(guilty.size() * (2 * 6 + 1));
  }

  @Test
  void aFailureThatDoesNotRepeatRejectsNothing() throws Exception {
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
  void aBatchTooLargeForTheDeviceIsAnsweredInParts() throws Exception {
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
  void nothingIsRejectedWhenTheSelfTestFailsToo() {
    function.setUnhealthy(true);
    List<TestInFlight> batch = TestInFlight.many(64);
    assertThatThrownBy(() -> call.complete(TestInFlight.entries(batch)))
        .isInstanceOf(UnhealthyException.class);
    assertThat(batch).noneMatch(TestInFlight::isDone);
  }

  @Test
  void aFunctionThatGivesTooFewResultsIsTakenAsFailing() throws Exception {
    function.answersOneTooFew();
    List<TestInFlight> batch = TestInFlight.many(2);
    call.complete(TestInFlight.entries(batch));
    assertThat(batch).allMatch(record -> record.answers == 1);
  }

  private void failOn(Set<Integer> guilty) {
    function.before(
        batch -> {
          if (batch.stream().anyMatch(guilty::contains)) {
            throw new IllegalArgumentException("poison");
          }
        });
  }
}

package io.cmaclip.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Cost of failing items: calls beyond the first call of the batch, including the second call of the
 * rejected item, without self-tests.
 */
class BisectingBoundTest {
  private static final int DRAWS = 3;

  private final Random random = new Random(7);

  @Test
  void aFailingItemCostsAtMostTwiceTheLogarithmPlusOneCalls() throws Exception {
    for (int size : sizes()) {
      for (int failing = 0; failing < size; failing++) {
        assertWithinBound(size, Set.of(failing));
      }
    }
  }

  @Test
  void eachOfSeveralFailingItemsIsWithinTheBound() throws Exception {
    for (int size : sizes()) {
      for (int count = 2; count <= size; count += 1 + count / 4) {
        for (int draw = 0; draw < DRAWS; draw++) {
          assertWithinBound(size, drawn(size, count));
        }
      }
    }
  }

  private static void assertWithinBound(int size, Set<Integer> failing) throws Exception {
    FakeFunction function =
        new FakeFunction()
            .before(
                batch -> {
                  if (batch.stream().anyMatch(failing::contains)) {
                    throw new IllegalArgumentException("poison");
                  }
                });
    List<TestInFlight> records = TestInFlight.many(size);
    new BisectingCall<>(function, BatchingObserver.NONE).complete(TestInFlight.entries(records));
    for (int i = 0; i < size; i++) {
      assertThat(records.get(i).isRejected()).isEqualTo(failing.contains(i));
      assertThat(records.get(i).answers).isEqualTo(1);
    }
    assertThat((double) function.batches.size() - 1)
        .as("calls beyond the first, %d items, failing %s", size, failing)
        .isLessThanOrEqualTo(failing.size() * (2 * Math.log(size) / Math.log(2) + 1) + 1e-9);
  }

  private Set<Integer> drawn(int size, int count) {
    Set<Integer> drawn = new HashSet<>();
    while (drawn.size() < count) {
      drawn.add(random.nextInt(size));
    }
    return drawn;
  }

  private static int[] sizes() {
    return IntStream.concat(
            IntStream.rangeClosed(1, 17), IntStream.of(31, 32, 33, 48, 63, 64, 100, 256))
        .toArray();
  }
}

package io.cmaclip.streams.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.suspects.RunGuard;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What guilty listings cost. Every call of {@code predict} beyond the first of the batch counts,
 * the second one of the condemned listing too; self-tests do not.
 */
class BisectingBoundTest {
  private static final int DRAWS = 3;

  private final Random random = new Random(7);

  @Test
  void aGuiltyListingCostsAtMostTwiceTheLogarithmAndOneWhereverItStands() throws Exception {
    for (int size : sizes()) {
      for (int guilty = 0; guilty < size; guilty++) {
        assertWithinBound(size, Set.of(guilty));
      }
    }
  }

  @Test
  void eachOfSeveralGuiltyListingsCostsNoMore() throws Exception {
    for (int size : sizes()) {
      for (int count = 2; count <= size; count += 1 + count / 4) {
        for (int draw = 0; draw < DRAWS; draw++) {
          assertWithinBound(size, drawn(size, count));
        }
      }
    }
  }

  private static void assertWithinBound(int size, Set<Integer> guilty) throws Exception {
    FakePredictor predictor =
        new FakePredictor()
            .before(
                batch -> {
                  if (batch.stream().anyMatch(listing -> isOneOf(guilty, listing))) {
                    throw new IllegalArgumentException("poison");
                  }
                });
    List<BatchEntry> batch = IntStream.range(0, size).<BatchEntry>mapToObj(TestEntry::new).toList();
    new BisectingForward(predictor, new RunGuard(), new ForwardStatistics()).classify(batch);
    for (int i = 0; i < size; i++) {
      TestEntry entry = (TestEntry) batch.get(i);
      assertThat(entry.cause != null).isEqualTo(guilty.contains(i));
      assertThat(entry.answers).isEqualTo(1);
    }
    assertThat((double) predictor.batches.size() - 1)
        .as("forwards beyond the first, %d listings, guilty %s", size, guilty)
        .isLessThanOrEqualTo(guilty.size() * (2 * Math.log(size) / Math.log(2) + 1) + 1e-9);
  }

  private static boolean isOneOf(Set<Integer> guilty, PreparedListing listing) {
    return guilty.contains(TestEntry.token(listing));
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

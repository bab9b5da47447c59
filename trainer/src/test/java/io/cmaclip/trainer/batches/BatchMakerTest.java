package io.cmaclip.trainer.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchMakerTest {
  private static final int SIDE = 8;
  private static final Corruption CORRUPTION =
      new Corruption() {
        @Override
        public byte[] image(byte[] pixels, SplittableRandom random) {
          return new byte[pixels.length];
        }

        @Override
        public int[] title(String title, SplittableRandom random) {
          return new int[] {100, 9, 101};
        }
      };
  private static final AugmentationSettings STRONG =
      new AugmentationSettings(0.5, 0.6, 0.3, 0.1, 0.5, 0.3, 0.2, 0.0);
  private final ListingSet listings = listings();
  private final int[] all = IntStream.range(0, listings.size()).toArray();

  @Test
  void neverDropsBothModalitiesOfAListing() {
    BatchMaker maker = maker(STRONG);
    for (int draw = 0; draw < 50; draw++) {
      Batch batch = maker.augmented(all, true, Chance.of(draw));
      for (int i = 0; i < batch.size(); i++) {
        assertThat(image(batch, i) == Content.MISSING && title(batch, i) == Content.MISSING)
            .isFalse();
      }
    }
  }

  @Test
  void swapsAtMostOneModalityForAnotherListings() {
    BatchMaker maker = maker(STRONG);
    int swapped = 0;
    for (int draw = 0; draw < 20; draw++) {
      Batch batch = maker.augmented(all, true, Chance.of(draw));
      for (int i = 0; i < batch.size(); i++) {
        boolean image = image(batch, i) == Content.SWAPPED || image(batch, i) == Content.CORRUPTED;
        boolean text = title(batch, i) == Content.SWAPPED || title(batch, i) == Content.CORRUPTED;
        assertThat(image && text).isFalse();
        swapped += image || text ? 1 : 0;
      }
    }
    assertThat(swapped).isGreaterThan(100);
  }

  @Test
  void corruptsOneModalityAndKeepsTheOtherIntact() {
    BatchMaker maker = maker(new AugmentationSettings(0, 0, 0, 0.9, 0, 0, 0, 0.0));
    Batch batch = maker.augmented(all, true, Chance.of(3));
    int corrupted = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean image = image(batch, i) == Content.CORRUPTED;
      boolean text = title(batch, i) == Content.CORRUPTED;
      assertThat(image && text).isFalse();
      if (image || text) {
        corrupted++;
        assertThat(listings.hasBoth(i)).isTrue();
        assertThat(image(batch, i)).isEqualTo(image ? Content.CORRUPTED : Content.OWN);
        assertThat(title(batch, i)).isEqualTo(text ? Content.CORRUPTED : Content.OWN);
        assertThat(batch.titles().lengths()[i]).isEqualTo(text ? 3 : 8);
        assertThat(batch.images().pixels()[i * 3 * SIDE * SIDE + 5] == 0).isEqualTo(image);
      }
    }
    assertThat(corrupted).isGreaterThan(15);
  }

  @Test
  void contrastiveBatchesKeepPairsIntact() {
    Batch batch = maker(STRONG).augmented(all, false, Chance.of(1));
    for (int i = 0; i < batch.size(); i++) {
      assertThat(image(batch, i) == Content.OWN).isEqualTo(listings.pixels(i) != null);
      assertThat(title(batch, i) == Content.OWN).isEqualTo(listings.tokens(i) != null);
    }
  }

  @Test
  void wordDropoutKeepsStartEndAndAtLeastOneWholeWord() {
    BatchMaker maker = maker(new AugmentationSettings(0.9, 0, 0, 0, 0, 0, 0, 0.0));
    Set<Integer> lengths = new HashSet<>();
    for (int draw = 0; draw < 50; draw++) {
      Batch batch = maker.augmented(new int[] {1}, false, Chance.of(draw));
      int length = batch.titles().lengths()[0];
      lengths.add(length);
      assertThat(batch.titles().tokens()[0]).isEqualTo(100);
      assertThat(batch.titles().tokens()[length - 1]).isEqualTo(101);
      // Words are pairs of tokens: an odd one opens, an even one closes.
      assertThat(length).isGreaterThan(2).isEven();
      for (int t = 1; t < length - 1; t += 2) {
        assertThat(batch.titles().tokens()[t + 1]).isEqualTo(batch.titles().tokens()[t] + 1);
      }
    }
    assertThat(lengths).hasSizeGreaterThan(1);
  }

  @Test
  void batchesDependOnlyOnTheirKeys() {
    BatchMaker maker = maker(STRONG);
    Batch one = maker.augmented(all, true, Chance.of(1, 2, 3));
    assertThat(maker.augmented(all, true, Chance.of(1, 2, 3)).images().pixels())
        .isEqualTo(one.images().pixels());
    assertThat(maker.augmented(all, true, Chance.of(1, 2, 4)).images().pixels())
        .isNotEqualTo(one.images().pixels());
  }

  @Test
  void withoutAugmentationImagesAreUntouched() {
    Batch batch = maker(AugmentationSettings.NONE).augmented(new int[] {1}, true, Chance.of(1));
    assertThat(batch.images().pixels()).isEqualTo(listings.pixels(1));
  }

  @Test
  void mirroringTwiceRestoresTheImage() {
    AugmentationSettings flip = new AugmentationSettings(0, 0, 0, 0, 1, 0, 0, 0.0);
    ImageAugmentation images = new ImageAugmentation(new ImageSize(SIDE, SIDE), flip);
    byte[] once = new byte[3 * SIDE * SIDE];
    byte[] twice = new byte[3 * SIDE * SIDE];
    images.apply(listings.pixels(1), once, 0, Chance.of(1));
    images.apply(once, twice, 0, Chance.of(2));
    assertThat(once).isNotEqualTo(listings.pixels(1));
    assertThat(twice).isEqualTo(listings.pixels(1));
  }

  @Test
  void erasingReplacesOneRectangleOfAnImage() {
    AugmentationSettings erasing = new AugmentationSettings(0, 0, 0, 0, 0, 0, 0, 1.0);
    int side = 40;
    ImageAugmentation images = new ImageAugmentation(new ImageSize(side, side), erasing);
    for (int draw = 0; draw < 20; draw++) {
      byte[] erased = new byte[3 * side * side];
      images.apply(new byte[erased.length], erased, 0, Chance.of(draw));
      // Random pixels are all zero once in 2^24, so what is not zero is the rectangle.
      int[] changed =
          IntStream.range(0, side * side)
              .filter(
                  p ->
                      erased[p] != 0
                          || erased[p + side * side] != 0
                          || erased[p + 2 * side * side] != 0)
              .toArray();
      int rows = (int) Arrays.stream(changed).map(p -> p / side).distinct().count();
      int columns = (int) Arrays.stream(changed).map(p -> p % side).distinct().count();
      assertThat(changed).hasSize(rows * columns);
      assertThat(changed.length / (double) (side * side)).isBetween(0.015, 0.27);
    }
  }

  @Test
  void anEpochShowsEveryListingOnceInBatchesOfSimilarLength() {
    int[] members = IntStream.range(0, 1001).toArray();
    List<int[]> batches = EpochOrder.of(members, 50, i -> i % 20, Chance.of(4));
    assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray()).isEqualTo(members);
    assertThat(batches).allSatisfy(b -> assertThat(b.length).isBetween(2, 51));
    double spread =
        batches.stream()
            .mapToInt(
                b ->
                    Arrays.stream(b).map(i -> i % 20).max().orElse(0)
                        - Arrays.stream(b).map(i -> i % 20).min().orElse(0))
            .average()
            .orElse(99);
    assertThat(spread).isLessThan(4);
  }

  private static Content image(Batch batch, int row) {
    return batch.images().provenance().content()[row];
  }

  private static Content title(Batch batch, int row) {
    return batch.titles().provenance().content()[row];
  }

  private BatchMaker maker(AugmentationSettings settings) {
    return new BatchMaker(
        listings, new ImageSize(SIDE, SIDE), settings, token -> token % 2 == 0, CORRUPTION);
  }

  private static ListingSet listings() {
    List<RawListing> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] pixels = new byte[3 * SIDE * SIDE];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (byte) (p * 7 + i);
      }
      rows.add(
          new RawListing(
              i % 10 == 0 ? "" : "title " + i, i % 10 == 5 ? null : pixels, "p" + i, Map.of()));
    }
    return new ListingSet(
        rows,
        List.of(new TaskClasses("colour", List.of("a", "b"))),
        t -> new int[] {100, 1, 2, 3, 4, 5, 6, 101});
  }
}

package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.batches.Content;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.batches.Provenance;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderOutputsTest {
  private static final List<TaskShape> TASKS =
      TinyRun.TASKS.stream().map(TaskClasses::shape).toList();
  private static final WeightMap WEIGHTS =
      new Initialisation(TinyRun.ARCHITECTURE.weights(TASKS), 3).all();
  private static final AugmentationSettings SWAPS =
      new AugmentationSettings(0, 0.2, 0.3, 0.2, 0, 0, 0, 0.0);

  @TempDir Path folder;
  private final ListingSet listings = TinyRun.listings(60, 5);
  private final int[] all = IntStream.range(0, listings.size()).toArray();
  private TrainableModel model;

  @BeforeAll
  static void useOneThread() {
    TinyRun.useOneThread();
  }

  @BeforeEach
  void freeze() {
    model =
        new TrainableModel(
            TinyRun.ARCHITECTURE,
            TASKS,
            WEIGHTS,
            new LossSettings(0, 0.3, 0.2, ClassBalance.NONE, 0, 0, 0, null),
            new DropoutSettings(0, 0));
    model.unfreeze(group -> group != ParameterGroup.CLIP);
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void cachedOutputsYieldTheSameLossAsTheEncoders() {
    try (EncoderOutputs outputs = fill(SWAPS, new CacheLimits(1 << 24, 0, folder))) {
      for (int draw = 0; draw < 5; draw++) {
        Batch batch = maker(SWAPS).augmented(all, true, Chance.of(draw));
        Batch encoded = outputs.with(batch);
        assertThat(encoded.images().encoded().rows())
            .hasSize(corrupted(batch.images().provenance()));
        assertThat(encoded.titles().encoded().rows())
            .hasSize(corrupted(batch.titles().provenance()));
        assertSameLoss(batch, encoded);
      }
    }
  }

  @Test
  void encodesListingsBeyondTheLimitsWithTheirBatch() {
    // Room for about a third in memory and a third on disk.
    try (EncoderOutputs outputs = fill(SWAPS, new CacheLimits(8_000, 8_000, folder))) {
      Batch batch = maker(SWAPS).augmented(all, true, Chance.of(1));
      Batch encoded = outputs.with(batch);
      assertThat(encoded.images().encoded().rows().length).isBetween(10, 50);
      assertSameLoss(batch, encoded);
    }
  }

  @Test
  void doesNotCacheAugmentedTitles() {
    AugmentationSettings words = new AugmentationSettings(0.3, 0, 0, 0, 0, 0, 0, 0.0);
    try (EncoderOutputs outputs = fill(words, new CacheLimits(1 << 24, 0, folder))) {
      Batch batch = maker(words).augmented(all, true, Chance.of(1));
      Batch encoded = outputs.with(batch);
      assertThat(encoded.images().encoded().rows()).isEmpty();
      assertThat(encoded.titles().encoded().rows())
          .hasSize((int) IntStream.of(all).filter(i -> listings.tokens(i) != null).count());
      assertSameLoss(batch, encoded);
    }
  }

  private void assertSameLoss(Batch batch, Batch encoded) {
    LossValue asked = model.learn(batch, Objective.CLASSIFICATION, 1);
    LossValue kept = model.learn(encoded, Objective.CLASSIFICATION, 1);
    assertThat(kept.total()).isCloseTo(asked.total(), within(1e-5));
    assertThat(kept.contrastive()).isCloseTo(asked.contrastive(), within(1e-5));
  }

  private EncoderOutputs fill(AugmentationSettings augmentation, CacheLimits limits) {
    EncoderOutputs outputs =
        new EncoderOutputs(
            listings,
            TinyRun.ARCHITECTURE,
            limits,
            !augmentation.augmentsImages(),
            !augmentation.augmentsTitles());
    outputs.fill(model, all);
    return outputs;
  }

  private BatchMaker maker(AugmentationSettings augmentation) {
    return new BatchMaker(
        listings,
        ImageSize.of(TinyRun.ARCHITECTURE.image()),
        augmentation,
        token -> true,
        TinyRun.CORRUPTION);
  }

  private static int corrupted(Provenance provenance) {
    return (int)
        Stream.of(provenance.content()).filter(content -> content == Content.CORRUPTED).count();
  }
}

package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Predictions with reused outputs of the image encoder. */
class ImageReuseTest {
  private static final PredictorSettings CPU = PredictorSettings.DEFAULT.withWarmUpBatch(2);
  private static final double TOLERANCE = 1e-5;
  private static final long AMPLE = 1 << 20;

  @TempDir Path folder;
  private final List<Integer> encoded = new ArrayList<>();
  private final List<Integer> reused = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void predictionsOfEveryFusionAreTheSameWithReusedImages(Fusion fusion) throws Exception {
    ImageEmbeddings known = known(AMPLE);
    List<PreparedListing> batch =
        List.of(
            TinyBundle.both(1, 5),
            TinyBundle.textOnly(9, 6),
            with(TinyBundle.both(1, 5), TinyBundle.both(2, 7)),
            TinyBundle.imageOnly(3),
            TinyBundle.both(1, 5),
            TinyBundle.imageOnly(1));
    try (CmaClipPredictor predictor = predictor(fusion)) {
      List<Prediction> expected = predictor.predict(batch);
      predictor.reuseImages(known);
      same(predictor.predict(batch), expected);
      same(predictor.predict(batch), expected);
      same(predictor.predict(batch.subList(1, 4)), expected.subList(1, 4));
      predictor.selfTest();
    }
    assertThat(encoded).containsExactly(2, 0, 0);
    assertThat(reused).containsExactly(3, 5, 2);
  }

  @Test
  void batchesWithoutImagesNeedNoEncoder() throws Exception {
    List<PreparedListing> titles = List.of(TinyBundle.textOnly(1, 5), TinyBundle.textOnly(2, 4));
    try (CmaClipPredictor predictor = predictor(Fusion.CMA)) {
      List<Prediction> expected = predictor.predict(titles);
      predictor.reuseImages(known(AMPLE));
      same(predictor.predict(titles), expected);
    }
    assertThat(encoded).isEmpty();
  }

  @Test
  void anotherImageOrAnotherModelIsEncoded() throws Exception {
    ImageEmbeddings known = known(AMPLE);
    PreparedListing listing = TinyBundle.imageOnly(1);
    byte[] pixels = listing.pixels().clone();
    pixels[pixels.length - 1] ^= 1;
    try (CmaClipPredictor one = predictor(Fusion.CMA);
        CmaClipPredictor other = predictor(Fusion.CLIP_SUM)) {
      one.reuseImages(known);
      other.reuseImages(known);
      one.predict(List.of(listing));
      one.predict(List.of(new PreparedListing(pixels, null)));
      other.predict(List.of(listing));
      other.predict(List.of(listing));
    }
    assertThat(encoded).containsExactly(1, 1, 1, 0);
  }

  @Test
  void refusesAListingWithoutModalitiesAsWithoutReuse() throws Exception {
    try (CmaClipPredictor predictor = predictor(Fusion.CMA)) {
      predictor.reuseImages(known(AMPLE));
      assertThatThrownBy(
              () ->
                  predictor.predict(
                      List.of(TinyBundle.both(1, 3), new PreparedListing(null, null))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(encoded).isEmpty();
  }

  @Test
  void theLeastRecentlyUsedOutputsLeaveTheBudget() {
    float[] outputs = new float[100];
    ImageEmbeddings known = known(1_200);
    ImageEmbeddings.Key first = ImageEmbeddings.Key.of("f", new byte[] {1});
    ImageEmbeddings.Key second = ImageEmbeddings.Key.of("f", new byte[] {2});
    ImageEmbeddings.Key third = ImageEmbeddings.Key.of("f", new byte[] {3});
    known.keep(first, outputs);
    known.keep(second, outputs);
    known.keep(second, outputs);
    assertThat(known.find(first)).isSameAs(outputs);
    known.keep(third, outputs);
    assertThat(known.find(second)).isNull();
    assertThat(known.find(first)).isNotNull();
    assertThat(known.find(third)).isNotNull();
    assertThat(known.bytes()).isBetween(800L, 1_200L);
    known.keep(first, new float[1_000]);
    assertThat(known.find(first)).isNull();
    assertThat(known.bytes()).isLessThanOrEqualTo(1_200);
  }

  private ImageEmbeddings known(long maxBytes) {
    return new ImageEmbeddings(
        maxBytes,
        (ran, known) -> {
          encoded.add(ran);
          reused.add(known);
        });
  }

  private CmaClipPredictor predictor(Fusion fusion) throws Exception {
    TinyBundle.write(folder.resolve(fusion.name()), fusion);
    return CmaClipPredictor.load(
        Bundle.open(folder.resolve(fusion.name())), CPU.withDevice(DeviceChoice.CPU));
  }

  /** The image of one listing with the title of another. */
  private static PreparedListing with(PreparedListing image, PreparedListing title) {
    return new PreparedListing(image.pixels(), title.tokens());
  }

  private static void same(List<Prediction> seen, List<Prediction> expected) {
    assertThat(seen).hasSameSizeAs(expected);
    for (int i = 0; i < seen.size(); i++) {
      Prediction one = seen.get(i);
      Prediction other = expected.get(i);
      assertThat(one.state()).isEqualTo(other.state());
      assertThat(one.noise().mismatch()).isCloseTo(other.noise().mismatch(), within(TOLERANCE));
      assertThat(one.noise().image()).isCloseTo(other.noise().image(), within(TOLERANCE));
      for (int task = 0; task < one.tasks().size(); task++) {
        same(one.tasks().get(task), other.tasks().get(task));
      }
    }
  }

  private static void same(TaskPrediction one, TaskPrediction other) {
    assertThat(one.label()).isEqualTo(other.label());
    assertThat(one.confidence()).isCloseTo(other.confidence(), within(TOLERANCE));
    assertThat(one.imageWeight()).isCloseTo(other.imageWeight(), within(TOLERANCE));
    same(one.imageAlone(), other.imageAlone());
    same(one.textAlone(), other.textAlone());
  }

  private static void same(Alternative one, Alternative other) {
    assertThat(one == null).isEqualTo(other == null);
    if (one != null) {
      assertThat(one.label()).isEqualTo(other.label());
      assertThat(one.confidence()).isCloseTo(other.confidence(), within(TOLERANCE));
    }
  }
}

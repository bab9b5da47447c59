package io.cmaclip.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
  private static final Map<String, String> LABELS = Map.of("colour", "red", "pattern", "dotted");

  @TempDir Path folder;
  private Bundle bundle;

  @BeforeEach
  void write() throws IOException {
    bundle = TinyBundle.write(folder.resolve("bundle"));
  }

  @Test
  void effectOfAWordIsTheProbabilityThatItAdds() throws IOException {
    List<byte[]> image = List.of(image());
    try (Explainer explainer = Explainer.load(bundle);
        ListingPreprocessor preprocessor = bundle.preprocessor();
        CmaClipPredictor predictor =
            CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0))) {
      List<Prediction> predicted =
          predictor.predict(
              List.of(
                  preprocessor.prepare("red dress", image).listing(),
                  preprocessor.prepare("dress", image).listing()));

      Explanation found = explainer.explain("  red  dress ", image, LABELS);

      assertThat(found.words()).extracting(Explanation.Word::text).containsExactly("red", "dress");
      assertThat(found.words().get(0).effects().keySet()).isEqualTo(LABELS.keySet());
      assertThat(found.words().get(0).effects().get("colour"))
          .isCloseTo(
              probability(predicted.get(0), "red") - probability(predicted.get(1), "red"),
              within(1e-5));
    }
  }

  @Test
  void heatEqualsTheMeanOfTheAttentionProducts() throws IOException {
    List<byte[]> image = List.of(image());
    try (Explainer explainer = Explainer.load(bundle);
        ListingPreprocessor preprocessor = bundle.preprocessor();
        AttentionModel attention = AttentionModel.load(bundle)) {
      var listing = preprocessor.prepare("red dress", image).listing();
      double[] expected = attention.look(listing).mean(WordPositions.all(listing.tokens()), 0, 0);

      Explanation.HeatMap heat = explainer.explain("red dress", image, LABELS).heat();

      assertThat(heat.values()).containsExactly(expected, within(1e-5));
      assertThat(heat.rows() * heat.columns()).isEqualTo(expected.length);
      assertThat(heat.pixels()).hasSize(3 * heat.height() * heat.width());
    }
  }

  @Test
  void explainsWhatIsThereOfAListing() throws IOException {
    try (Explainer explainer = Explainer.load(bundle)) {
      Explanation titleAlone = explainer.explain("dress", List.of(), LABELS);
      assertThat(titleAlone.heat()).isNull();
      // Without its only word the listing has no answer, so all of the probability is the word's.
      assertThat(titleAlone.words().get(0).effects().get("colour")).isPositive();
      assertThat(explainer.explain(" ", List.of(image()), LABELS).words()).isEmpty();
      assertThat(explainer.explain(" ", List.of(), LABELS).heat()).isNull();
      assertThat(
              explainer
                  .explain("dress", List.of(), Map.of("colour", "pink"))
                  .words()
                  .get(0)
                  .effects())
          .isEmpty();
      assertThat(explainer.explain("dress ".repeat(100), List.of(image()), LABELS).words())
          .hasSize(100)
          .last()
          .satisfies(word -> assertThat(word.effects()).isEmpty());
    }
  }

  private static double probability(Prediction prediction, String label) {
    TaskPrediction task = prediction.tasks().get(0);
    Map<String, Double> all =
        task.alternatives().stream()
            .collect(Collectors.toMap(one -> one.label(), one -> one.confidence()));
    return task.label().equals(label) ? task.confidence() : all.get(label);
  }

  private static byte[] image() throws IOException {
    BufferedImage image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < 1200; p++) {
      image.setRGB(p % 30, p / 30, p * 5000);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}

package io.cmaclip.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcclusionTest {
  @Test
  void onlyAPatchThatDiffersFromTheMeanColourHasAnEffect(@TempDir Path folder) throws IOException {
    Bundle bundle = TinyBundle.write(folder.resolve("bundle"));
    ImageEncoder image = bundle.manifest().architecture().image();
    int plane = image.height() * image.width();
    byte[] pixels = new byte[3 * plane];
    for (int channel = 0; channel < 3; channel++) {
      byte mean = (byte) Math.round(image.mean().get(channel) * 255);
      Arrays.fill(pixels, channel * plane, (channel + 1) * plane, mean);
    }
    int patch = image.height() / image.patch() * (image.width() / image.patch()) - 1;
    for (int row = image.height() - image.patch(); row < image.height(); row++) {
      int end = (row + 1) * image.width();
      Arrays.fill(pixels, end - image.patch(), end, (byte) 255);
    }
    try (CmaClipPredictor predictor =
        CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0))) {
      double[] effects = new Occlusion(predictor).effects(new PreparedListing(pixels, null), 1);

      assertThat(effects).hasSize(patch + 1);
      assertThat(Math.abs(effects[patch])).isGreaterThan(1e-6);
      for (int other = 0; other < patch; other++) {
        assertThat(effects[other]).isCloseTo(0, within(1e-6));
      }
    }
  }
}

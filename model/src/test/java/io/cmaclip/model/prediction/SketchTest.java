package io.cmaclip.model.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
  private final Random random = new Random(3);

  @Test
  void theShareOfDifferentSignsIsTheAngle() {
    double different = 0;
    for (int i = 0; i < 200; i++) {
      float[] image = vector();
      float[] text = vector();
      // Half of the cosine: the text is the same, the images are at a right angle. 60 of 180
      // degrees.
      different += Sketch.distance(Sketch.of(image, text), Sketch.of(vector(), text));
    }
    assertThat(different / 200 / Long.SIZE).isBetween(0.30, 0.36);
  }

  @Test
  void theLengthOfAnEmbeddingDoesNotMatter() {
    float[] image = vector();
    float[] text = vector();
    float[] longer = image.clone();
    for (int i = 0; i < longer.length; i++) {
      longer[i] *= 8;
    }
    assertThat(Sketch.of(longer, text)).isEqualTo(Sketch.of(image, text)).isNotEqualTo(Sketch.NONE);
  }

  @Test
  void aMissingModalityDoesNotCount() {
    float[] none = new float[256];
    assertThat(Sketch.of(none, none)).isEqualTo(Sketch.NONE);
    float[] text = vector();
    assertThat(Sketch.of(none, text)).isNotEqualTo(Sketch.NONE);
  }

  private float[] vector() {
    float[] vector = new float[256];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}

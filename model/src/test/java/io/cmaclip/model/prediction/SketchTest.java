package io.cmaclip.model.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
  private static final int WIDTH = 256;

  private final Random random = new Random(3);
  private final Sketch sketches = new Sketch(WIDTH);

  @Test
  void theShareOfDifferentSignsIsTheAngle() {
    double different = 0;
    for (int i = 0; i < 200; i++) {
      float[] image = vector();
      float[] text = vector();
      // The image is the same, the titles are at a right angle and have a third of the length: the
      // cosine is 0.9, the angle 26 of 180 degrees.
      different += Sketch.distance(sketches.of(image, text), sketches.of(image, vector()));
    }
    assertThat(different / 200 / Long.SIZE).isBetween(0.13, 0.16);
  }

  @Test
  void theLengthOfAnEmbeddingDoesNotMatter() {
    float[] image = vector();
    float[] text = vector();
    float[] longer = image.clone();
    for (int i = 0; i < longer.length; i++) {
      longer[i] *= 8;
    }
    assertThat(sketches.of(longer, text))
        .isEqualTo(sketches.of(image, text))
        .isNotEqualTo(Sketch.NONE);
  }

  @Test
  void aMissingModalityDoesNotCount() {
    float[] none = new float[WIDTH];
    assertThat(sketches.of(none, none)).isEqualTo(Sketch.NONE);
    float[] text = vector();
    assertThat(sketches.of(none, text)).isNotEqualTo(Sketch.NONE);
  }

  private float[] vector() {
    float[] vector = new float[WIDTH];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}

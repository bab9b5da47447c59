package io.cmaclip.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelOperationsTest {
  @Test
  void operationsOfThePapersModelAreCountedByHand() {
    long image = 2L * 49 * 3072 * 768 + 12 * (24L * 50 * 768 * 768 + 4L * 50 * 50 * 768);
    long imageProjection = 2L * 50 * 768 * 512;
    // Causal: a token looks at itself and those before it, 77 * 78 / 2 of 77 * 77.
    long text = 12 * (24L * 77 * 512 * 512 + 4L * (77 * 78 / 2) * 512);
    long textProjection = 2L * 77 * 512 * 512;
    long sequence = 11 * (24L * 127 * 512 * 512 + 4L * 127 * 127 * 512);
    // Keys and values of 127 tokens; query, output and feed-forward of 2; their scores.
    long last = 2L * 2 * 127 * 512 * 512 + 2L * (1 + 1 + 8) * 2 * 512 * 512 + 4L * 2 * 127 * 512;
    assertThat(new ModelOperations(Architecture.preset("paper")).perListing(77))
        .isEqualTo(image + imageProjection + text + textProjection + sequence + last);
  }

  @Test
  void aConvolutionalStemCountsItsThreeConvolutions() {
    ImageEncoder patches = encoder(Stem.PATCH);
    ImageEncoder convolutions = encoder(Stem.CONV);
    // 40 x 32 places of 3 to 32 channels, 20 x 16 of 32 to 64, 10 x 8 of 64 to 128; 3 x 3 each.
    long stem = 2L * 9 * (40 * 32 * 3 * 32 + 20 * 16 * 32 * 64 + 10 * 8 * 64 * 128);
    // A patch is then 128 channels of 2 x 2 places instead of 3 of 16 x 16.
    long patch = 2L * 20 * 128 * (128 * 4 - 3 * 256);
    assertThat(operations(convolutions) - operations(patches)).isEqualTo(stem + patch);
  }

  @Test
  void residualStemCountsItsBlocks() {
    long first = 2L * 40 * 32 * 9 * 3 * 32;
    // Two convolutions of 3 x 3 and a skip connection of 1 x 1 each.
    long blocks =
        2L * 20 * 16 * 48 * (9 * 32 + 9 * 48 + 32)
            + 2L * 10 * 8 * 96 * (9 * 48 + 9 * 96 + 48)
            + 2L * 5 * 4 * 192 * (9 * 96 + 9 * 192 + 96);
    // A patch is then one place of 192 channels instead of 3 of 16 x 16.
    long patch = 2L * 20 * 128 * (192 - 3 * 256);
    assertThat(operations(encoder(Stem.RESIDUAL)) - operations(encoder(Stem.PATCH)))
        .isEqualTo(first + blocks + patch);
  }

  @Test
  void theFirstBlockOfTheLargeResidualStemKeepsTheResolution() {
    long stem =
        2L * 40 * 32 * (32 * 9 * 3 + 48 * (9 * 32 + 9 * 48 + 32))
            + 2L * 20 * 16 * 96 * (9 * 48 + 9 * 96 + 48)
            + 2L * 10 * 8 * 160 * (9 * 96 + 9 * 160 + 96)
            + 2L * 5 * 4 * 256 * (9 * 160 + 9 * 256 + 160);
    long patch = 2L * 20 * 128 * (256 - 3 * 256);
    assertThat(operations(encoder(Stem.RESIDUAL_LARGE)) - operations(encoder(Stem.PATCH)))
        .isEqualTo(stem + patch);
  }

  /** Beyond the encoders: 50 places of the image, 77 words, width 512. */
  @ParameterizedTest
  @CsvSource({
    "IMAGE_ONLY, 0",
    "CLIP_SUM, 0",
    // One layer from 1024 to 512.
    "CLIP_CONCAT, 1048576",
    // Twice 512 to 16, then 17 x 17 to 512.
    "OUTER_PRODUCT, 328704",
    "EMBRACENET, 1048576",
    // 11 whole layers over 128 places; of the last, keys and values of all and the rest of one.
    "CLIP_TRANSFORMER, 9367191552",
    // The same as wide as the text encoder, the image's 512 brought to 512 first.
    "MMBT, 9393405952",
    // 24 layers, patches of 768 and words of 512 brought to 512 first.
    "ONE_STREAM, 19513212928",
    // 16 latents look at 127 places, then 12 layers over 16.
    "PERCEIVER, 1435467776",
    // 12 layers: query, output and feed-forward of 77 words, keys and values of 50 places.
    "CROSS_ATTENTION, 5568184320",
    // The same with causal self-attention of 77 words before: 8 d^2 each and their scores.
    "COCA, 7579754496",
  })
  void otherFusionsCountTheirProducts(Fusion fusion, long beyond) {
    Architecture paper = Architecture.preset("paper");
    assertThat(
            operations(paper.image(), fusion, 77) - operations(paper.image(), Fusion.TEXT_ONLY, 77))
        .isEqualTo(beyond);
  }

  private static long operations(ImageEncoder image) {
    return operations(image, Fusion.CMA, 16);
  }

  private static long operations(ImageEncoder image, Fusion fusion, int tokens) {
    Architecture paper = Architecture.preset("paper");
    return new ModelOperations(
            new Architecture(
                image,
                paper.text(),
                paper.projection(),
                paper.sequenceAttention(),
                paper.headHidden(),
                paper.auxiliaryHeads(),
                fusion))
        .perListing(tokens);
  }

  private static ImageEncoder encoder(Stem stem) {
    return new ImageEncoder(
        80,
        64,
        Fit.STRETCH,
        64,
        List.of(0.5, 0.5, 0.5),
        List.of(0.25, 0.25, 0.25),
        stem,
        16,
        128,
        3,
        4,
        512,
        Activation.QUICK_GELU,
        1e-5);
  }
}

package io.cmaclip.lab.bench.model;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.SingleStream;
import io.cmaclip.model.architecture.TaskShape;
import java.util.List;

/** What {@link ModelOperations} counts, of the fusions that make one representation of both. */
final class JointOperations {
  private final Architecture architecture;
  private final long d;
  private final long patches;
  private final long words;

  JointOperations(Architecture architecture, int tokens) {
    this.architecture = architecture;
    this.d = architecture.projection();
    this.patches = architecture.image().tokens();
    this.words = tokens;
  }

  /** Of one listing; 0 where the fusion is no joint one. */
  long perListing() {
    long layers = architecture.sequenceAttention().layers();
    return switch (architecture.fusion()) {
      case CLIP_CONCAT, EMBRACENET -> 2 * 2 * d * d;
      case OUTER_PRODUCT -> outerProduct();
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> singleStream(SingleStream.of(architecture));
      case CROSS_ATTENTION, COCA ->
          layers * decoderLayer(words, patches)
              + (architecture.fusion() == Fusion.COCA ? layers * selfAttention(words) : 0);
      // Its queries, one per task, are left out as the heads are.
      case PERCEIVER ->
          decoderLayer(rows("joint.latents"), patches + words)
              + layers * ModelOperations.layer(rows("joint.latents"), d, 4 * d);
      default -> 0;
    };
  }

  private long outerProduct() {
    long ranks = rows("joint.image_weight");
    return 2 * 2 * ranks * d + 2 * (ranks + 1) * (ranks + 1) * d;
  }

  private long singleStream(SingleStream stream) {
    long width = stream.width();
    long image = stream.patches() ? architecture.image().hidden() : d;
    long text = stream.words() ? architecture.text().hidden() : d;
    return (stream.projectsImage() ? 2 * patches * image * width : 0)
        + (stream.projectsText() ? 2 * words * text * width : 0)
        + ModelOperations.transformerAskedAt(1, stream.layers(), 1 + patches + words, width)
        + (width == d ? 0 : 2 * width * d);
  }

  /** Queries, output and feed-forward of those that look, keys and values of what they see. */
  private long decoderLayer(long looking, long seen) {
    return 2 * looking * 10 * d * d + 2 * seen * 2 * d * d + 4 * looking * seen * d;
  }

  /** Causal: each looks at itself and those before it. */
  private long selfAttention(long places) {
    return 2 * places * 4 * d * d + 2 * places * (places + 1) * d;
  }

  private long rows(String weight) {
    return architecture.weights(List.of(new TaskShape("any", 2))).shapes().get(weight).get(0);
  }
}

package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/**
 * How image and text come together. A listing that lacks the only modality a fusion asks is
 * answered from the heads' biases: what was most frequent among such listings in training.
 */
@EnumNaming(KebabCaseStrategy.class)
public enum Fusion {
  /** Sequence-wise and modality-wise attention (paper sections 3.2.1 and 3.2.2). */
  CMA(true, true, 0.5),
  /** Sequence-wise attention, then the mean of image and text, or the one that is there. */
  CMA_NO_MODALITY_ATTENTION(true, false, 0.5),
  /** The mean of what the encoders say, not normalised, or the one that is there. */
  CMA_NO_ATTENTION(false, false, 0.5),
  /** The image encoder alone answers. */
  IMAGE_ONLY(false, false, 1),
  /** The text encoder alone answers. */
  TEXT_ONLY(false, false, 0),
  /** Sum of the two embeddings, each of length 1. */
  CLIP_SUM,
  /** Both embeddings side by side into a layer of the heads. */
  CLIP_CONCAT,
  /** Both sequences into a transformer with a class token. */
  CLIP_TRANSFORMER,
  /** What the image encoder says as tokens beside the words. */
  MMBT,
  /** Patches and words in one transformer. */
  ONE_STREAM,
  /** Outer product of both embeddings. */
  OUTER_PRODUCT,
  /** Text queries, image keys and values. */
  CROSS_ATTENTION,
  /** Docking layers, each feature from a modality that is drawn. */
  EMBRACENET,
  /** Latents that read both sequences, a query per task. */
  PERCEIVER,
  /** Decoder layers of the title that look at the image. */
  COCA;

  private final boolean sequenceWise;
  private final boolean modalityWise;
  private final double imageShare;
  private final boolean joint;

  /** One that makes a single representation of both, without weights of the modalities. */
  Fusion() {
    this.sequenceWise = false;
    this.modalityWise = false;
    this.imageShare = 0.5;
    this.joint = true;
  }

  Fusion(boolean sequenceWise, boolean modalityWise, double imageShare) {
    this.sequenceWise = sequenceWise;
    this.modalityWise = modalityWise;
    this.imageShare = imageShare;
    this.joint = false;
  }

  /** Whether the tokens of image and text attend to each other. */
  public boolean sequenceWise() {
    return sequenceWise;
  }

  /** Whether each task weighs image against text. */
  public boolean modalityWise() {
    return modalityWise;
  }

  /** Weight of the image where both are there and no task weighs them, 0 to 1. */
  public double imageShare() {
    return imageShare;
  }

  /** Whether it reads what goes into the encoders' transformers, beside what comes out. */
  public boolean readsInputs() {
    return this == MMBT || this == ONE_STREAM;
  }

  /** Whether image and text become one representation that no task takes apart. */
  public boolean joint() {
    return joint;
  }
}

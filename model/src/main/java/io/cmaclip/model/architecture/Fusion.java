package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/**
 * How the model combines image and text. A listing without the only modality that a fusion uses is
 * predicted from the biases of the heads, which is the most frequent class among such listings in
 * training.
 */
@EnumNaming(KebabCaseStrategy.class)
public enum Fusion {
  /** Sequence-wise and modality-wise attention (paper sections 3.2.1 and 3.2.2). */
  CMA(true, true, 0.5),
  /** Sequence-wise attention, then the mean of the available modalities. */
  CMA_NO_MODALITY_ATTENTION(true, false, 0.5),
  /** Mean of the encoders' outputs for the available modalities, not normalised. */
  CMA_NO_ATTENTION(false, false, 0.5),
  /** Output of the image encoder alone. */
  IMAGE_ONLY(false, false, 1),
  /** Output of the text encoder alone. */
  TEXT_ONLY(false, false, 0),
  /** Sum of the two embeddings of length 1. */
  CLIP_SUM,
  /** A layer over the concatenated embeddings. */
  CLIP_CONCAT,
  /** Transformer with a class token over both sequences. */
  CLIP_TRANSFORMER,
  /** Transformer over the image encoder's outputs and the word embeddings. */
  MMBT,
  /** One transformer over patches and word embeddings. */
  ONE_STREAM,
  /** Outer product of the two embeddings. */
  OUTER_PRODUCT,
  /** Cross-attention with text queries and image keys and values. */
  CROSS_ATTENTION,
  /** Docking layers; each feature is drawn from one of the modalities. */
  EMBRACENET,
  /** Latents attend to both sequences; one query per task. */
  PERCEIVER,
  /** Decoder layers in which the title attends to the image. */
  COCA;

  private final boolean sequenceWise;
  private final boolean modalityWise;
  private final double imageShare;
  private final boolean joint;

  /** A joint fusion. */
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

  /** Whether image and text tokens attend to each other. */
  public boolean sequenceWise() {
    return sequenceWise;
  }

  /** Whether each task has a learned weight of image against text. */
  public boolean modalityWise() {
    return modalityWise;
  }

  /** Weight of the image, 0 to 1, when both modalities are present and no task learns it. */
  public double imageShare() {
    return imageShare;
  }

  /** Whether the fusion also reads the inputs of the encoders' transformers. */
  public boolean readsInputs() {
    return this == MMBT || this == ONE_STREAM;
  }

  /** Whether image and text become one representation without separate modality weights. */
  public boolean joint() {
    return joint;
  }
}

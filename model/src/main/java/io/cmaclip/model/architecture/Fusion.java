package io.cmaclip.model.architecture;

/**
 * How image and text come together. A listing that lacks the only modality a fusion asks is
 * answered from the heads' biases: what was most frequent among such listings in training.
 */
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
  TEXT_ONLY(false, false, 0);

  private final boolean sequenceWise;
  private final boolean modalityWise;
  private final double imageShare;

  Fusion(boolean sequenceWise, boolean modalityWise, double imageShare) {
    this.sequenceWise = sequenceWise;
    this.modalityWise = modalityWise;
    this.imageShare = imageShare;
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
}

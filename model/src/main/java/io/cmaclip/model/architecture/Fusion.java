package io.cmaclip.model.architecture;

/** How image and text come together. */
public enum Fusion {
  /** Sequence-wise and modality-wise attention (paper sections 3.2.1 and 3.2.2). */
  CMA
}

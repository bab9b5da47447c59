package io.cmaclip.model.architecture;

/**
 * Sizes of the transformer over image and text tokens (paper section 3.2.1). Its width is the
 * projection width. Fusions without sequence-wise attention ignore them.
 */
public record SequenceAttention(int layers, int heads) {
  public SequenceAttention {
    Check.between("sequenceAttention.layers", layers, 1, 1000);
    Check.between("sequenceAttention.heads", heads, 1, 65536);
  }
}

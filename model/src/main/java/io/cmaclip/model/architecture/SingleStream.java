package io.cmaclip.model.architecture;

/**
 * Sizes of a fusion with one transformer over image and text.
 *
 * @param width of the transformer
 * @param patches whether the image input is patches instead of the image encoder's outputs
 * @param words whether the text input is word embeddings instead of the text encoder's outputs
 * @param projectsImage whether the image input is projected to {@code width}
 * @param projectsText whether the text input is projected to {@code width}
 */
public record SingleStream(
    int width,
    int layers,
    int heads,
    boolean patches,
    boolean words,
    boolean projectsImage,
    boolean projectsText) {
  /**
   * Returns the sizes for an architecture. MMBT replaces the text encoder and has its size.
   * ONE_STREAM is as deep as the image encoder and the sequence-wise attention together.
   *
   * @throws IllegalArgumentException when the fusion has no single stream
   */
  public static SingleStream of(Architecture a) {
    SequenceAttention attention = a.sequenceAttention();
    return switch (a.fusion()) {
      case CLIP_TRANSFORMER ->
          new SingleStream(
              a.projection(), attention.layers(), attention.heads(), false, false, false, false);
      case MMBT ->
          new SingleStream(
              a.text().hidden(), a.text().layers(), a.text().heads(), false, true, true, false);
      case ONE_STREAM ->
          new SingleStream(
              a.projection(),
              a.image().layers() + attention.layers(),
              attention.heads(),
              true,
              true,
              true,
              true);
      default -> throw new IllegalArgumentException(a.fusion() + " has no single stream");
    };
  }
}

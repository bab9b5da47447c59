package io.cmaclip.model.architecture;

/**
 * Sizes of a fusion with image and text in one transformer.
 *
 * @param width of the transformer
 * @param patches whether it reads patches instead of what the image encoder says
 * @param words whether it reads words instead of what the text encoder says
 * @param projectsImage whether the image is brought to the width first
 * @param projectsText likewise the text
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
   * Of an architecture. MMBT is as large as the text encoder, which it stands for; one stream is as
   * deep as a patch's way through encoder and attention.
   *
   * @throws IllegalArgumentException when its fusion is none of these
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

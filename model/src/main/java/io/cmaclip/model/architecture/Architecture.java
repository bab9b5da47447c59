package io.cmaclip.model.architecture;

import io.cmaclip.model.files.Json;
import java.util.List;
import java.util.Objects;

/**
 * Hyperparameters of CMA-CLIP (paper section 3.2), without tasks and classes.
 *
 * @param projection width d of the encoders' output tokens
 * @param headHidden width of the hidden layer of each task's MLP head
 * @param auxiliaryHeads whether each task is also predicted from image alone and from text alone
 */
public record Architecture(
    ImageEncoder image,
    TextEncoder text,
    int projection,
    SequenceAttention sequenceAttention,
    int headHidden,
    boolean auxiliaryHeads,
    Fusion fusion) {
  private static final List<String> PRESETS = List.of("paper");

  public Architecture {
    Check.present("image", image);
    Check.present("text", text);
    Check.present("sequenceAttention", sequenceAttention);
    fusion = Objects.requireNonNullElse(fusion, Fusion.CMA);
    Check.between("projection", projection, 1, 65536);
    Check.multiple("projection", projection, "sequenceAttention.heads", sequenceAttention.heads());
    Check.between("headHidden", headHidden, 1, 65536);
  }

  /**
   * Returns a named architecture. {@code paper} is ViT-B/32 at 224 pixels with CLIP's text encoder
   * and 12 layers of sequence-wise attention.
   */
  public static Architecture preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new IllegalArgumentException(
          "architecture " + name + ": must be one of " + String.join(", ", PRESETS));
    }
    return Json.resource(Architecture.class, name + ".json", Architecture.class);
  }

  /** Copies this architecture with another vocabulary size. */
  public Architecture withVocabulary(int vocabulary) {
    return new Architecture(
        image,
        text.withVocabulary(vocabulary),
        projection,
        sequenceAttention,
        headHidden,
        auxiliaryHeads,
        fusion);
  }

  /**
   * Checks that the encoders accept a listing.
   *
   * @param pixels null when there is no image
   * @param tokens null when there is no text
   * @throws IllegalArgumentException when both are null, or when a size or token id is out of range
   */
  public void check(byte[] pixels, int[] tokens) {
    if (pixels == null && tokens == null) {
      throw new IllegalArgumentException("a listing has neither image nor text");
    }
    if (pixels != null && pixels.length != image.pixelBytes()) {
      throw new IllegalArgumentException(
          "an image has %d bytes: must be 3 x %d x %d"
              .formatted(pixels.length, image.height(), image.width()));
    }
    if (tokens == null) {
      return;
    }
    if (tokens.length < 1 || tokens.length > text.context()) {
      throw new IllegalArgumentException(
          "a title has %d tokens: must be 1 to %d".formatted(tokens.length, text.context()));
    }
    for (int token : tokens) {
      if (token < 0 || token >= text.vocabulary()) {
        throw new IllegalArgumentException(
            "token " + token + ": must be between 0 and " + (text.vocabulary() - 1));
      }
    }
  }

  /** Width of an image token at the input of the fusion. */
  public int encodedImageWidth() {
    return projection + (fusion.readsInputs() ? image.hidden() : 0);
  }

  /** Width of a text token at the input of the fusion. */
  public int encodedTextWidth() {
    return projection + (fusion.readsInputs() ? text.hidden() : 0);
  }

  /** Names and shapes of all weights for these tasks. */
  public WeightLayout weights(List<TaskShape> tasks) {
    return WeightLayout.of(this, tasks);
  }
}

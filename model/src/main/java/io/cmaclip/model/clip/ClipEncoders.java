package io.cmaclip.model.clip;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.architecture.WeightLayout;

/**
 * What CLIP's two encoders are, without their weights.
 *
 * @param name for people
 * @param projection width of the embeddings
 */
public record ClipEncoders(
    String name, ImageEncoder image, TextEncoder text, int projection, EndOfText endOfText) {
  /** Names and shapes of the weights. */
  public WeightLayout layout() {
    return WeightLayout.ofEncoders(image, text, projection);
  }
}

package io.cmaclip.model.clip;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.architecture.WeightLayout;

/**
 * CLIP's two encoders without their weights.
 *
 * @param name for display
 * @param projection width of the embeddings
 */
public record ClipEncoders(
    String name, ImageEncoder image, TextEncoder text, int projection, EndOfText endOfText) {
  public WeightLayout layout() {
    return WeightLayout.ofEncoders(image, text, projection);
  }
}

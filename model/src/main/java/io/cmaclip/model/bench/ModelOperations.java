package io.cmaclip.model.bench;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;

/**
 * Counts the floating-point operations of the matrix products that a listing with picture and title
 * really takes, 2 per multiply-add: norms, activations, softmaxes, the heads and the convolutional
 * stem are left out. Causal attention counts only the half of the scores that it looks at; the last
 * layer of the sequence-wise attention counts keys and values of all tokens and the rest of two.
 */
final class ModelOperations {
  private final Architecture architecture;

  ModelOperations(Architecture architecture) {
    if (architecture.image().stem() != Stem.PATCH) {
      throw new IllegalArgumentException("operations of a convolutional stem are not counted");
    }
    this.architecture = architecture;
  }

  /** Operations of one listing whose title is computed at {@code tokens} tokens. */
  long perListing(int tokens) {
    return image() + text(tokens) + sequenceAttention(tokens);
  }

  private long image() {
    ImageEncoder image = architecture.image();
    long places = image.tokens();
    return 2L * image.patches() * image.patchSize() * image.hidden()
        + image.layers() * (products(places, image.hidden()) + scores(places, image.hidden()))
        + 2 * places * image.hidden() * architecture.projection();
  }

  private long text(long tokens) {
    long hidden = architecture.text().hidden();
    long causal = scores(tokens, hidden) * (tokens + 1) / (2 * tokens);
    return architecture.text().layers() * (products(tokens, hidden) + causal)
        + 2 * tokens * hidden * architecture.projection();
  }

  private long sequenceAttention(long tokens) {
    if (!architecture.fusion().sequenceWise()) {
      return 0;
    }
    long places = architecture.image().tokens() + tokens;
    long d = architecture.projection();
    long whole = architecture.sequenceAttention().layers() - 1L;
    long last = 4 * places * d * d + 2 * 20 * d * d + 8 * places * d;
    return whole * (products(places, d) + scores(places, d)) + last;
  }

  /** Queries, keys, values, output: 4 d^2; feed-forward: 8 d^2. */
  private static long products(long places, long width) {
    return 24 * places * width * width;
  }

  /** Queries times keys, and weights times values. */
  private static long scores(long places, long width) {
    return 4 * places * places * width;
  }
}

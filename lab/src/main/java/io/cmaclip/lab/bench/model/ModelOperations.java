package io.cmaclip.lab.bench.model;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;

/**
 * Counts the floating-point operations of the matrix products that a listing with image and title
 * really takes, those of a convolutional stem among them, 2 per multiply-add: norms, activations,
 * softmaxes and the heads are left out. Causal attention counts only the half of the scores that it
 * looks at; the last layer of a transformer that is asked at a few places counts keys and values of
 * all tokens and the rest of those few: two in the sequence-wise attention.
 */
public final class ModelOperations {
  private final Architecture architecture;

  public ModelOperations(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Operations of one listing whose title is computed at {@code tokens} tokens. */
  public long perListing(int tokens) {
    return image()
        + text(tokens)
        + sequenceAttention(tokens)
        + new JointOperations(architecture, tokens).perListing();
  }

  private long image() {
    ImageEncoder image = architecture.image();
    long places = image.tokens();
    return stem(image)
        + 2L * image.patches() * image.patchSize() * image.hidden()
        + image.layers() * layer(places, image.hidden(), image.feedForward())
        + 2 * places * image.hidden() * architecture.projection();
  }

  /**
   * A convolution looks at 3 x 3 places of all its channels; a residual block is two of them and a
   * skip connection, which looks at one place.
   */
  private static long stem(ImageEncoder image) {
    if (image.stem() == Stem.PATCH) {
      return 0;
    }
    long sum = 0;
    long places = (long) image.height() * image.width();
    long in = 3;
    for (int step = 0; step < image.stem().channels().size(); step++) {
      long out = image.stem().channels().get(step);
      long stride = image.stem().strides().get(step);
      places /= stride * stride;
      boolean block = image.stem().residual() && step > 0;
      sum += 2 * places * out * (block ? 9 * in + 9 * out + in : 9 * in);
      in = out;
    }
    return sum;
  }

  private long text(long tokens) {
    long hidden = architecture.text().hidden();
    long causal = scores(tokens, hidden) * (tokens + 1) / (2 * tokens);
    return architecture.text().layers()
            * (products(tokens, hidden, architecture.text().feedForward()) + causal)
        + 2 * tokens * hidden * architecture.projection();
  }

  private long sequenceAttention(long tokens) {
    if (!architecture.fusion().sequenceWise()) {
      return 0;
    }
    long places = architecture.image().tokens() + tokens;
    int layers = architecture.sequenceAttention().layers();
    return transformerAskedAt(2, layers, places, architecture.projection());
  }

  /** A transformer of whose last layer only some places are wanted. */
  static long transformerAskedAt(long wanted, long layers, long places, long width) {
    long square = width * width;
    long last = 4 * places * square + 20 * wanted * square + 4 * wanted * places * width;
    return (layers - 1) * layer(places, width, 4 * width) + last;
  }

  static long layer(long places, long width, long feedForward) {
    return products(places, width, feedForward) + scores(places, width);
  }

  /** Queries, keys, values, output: 4 d^2; feed-forward: twice d by its width. */
  private static long products(long places, long width, long feedForward) {
    return 2 * places * (4 * width * width + 2 * width * feedForward);
  }

  /** Queries times keys, and weights times values. */
  private static long scores(long places, long width) {
    return 4 * places * places * width;
  }
}

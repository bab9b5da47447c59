package io.cmaclip.model.architecture;

import static java.util.Objects.requireNonNullElse;

/**
 * Causal text transformer. A null {@code feedForward}, {@code activation} or {@code epsilon}
 * selects CLIP's value.
 *
 * @param vocabulary number of token ids
 * @param context maximum number of tokens of a title, start and end included
 * @param hidden width of the transformer, a multiple of {@code heads}
 * @param feedForward width of the hidden layer of each MLP; null: four times {@code hidden}
 * @param epsilon of the layer norms
 */
public record TextEncoder(
    int vocabulary,
    int context,
    int hidden,
    int layers,
    int heads,
    Integer feedForward,
    Activation activation,
    Double epsilon) {
  public TextEncoder {
    feedForward = requireNonNullElse(feedForward, 4 * hidden);
    activation = requireNonNullElse(activation, Activation.QUICK_GELU);
    epsilon = requireNonNullElse(epsilon, ImageEncoder.CLIP_EPSILON);
    Check.between("text.vocabulary", vocabulary, 3, 10_000_000);
    Check.between("text.context", context, 3, 65536);
    Check.between("text.hidden", hidden, 1, 65536);
    Check.between("text.layers", layers, 1, 1000);
    Check.between("text.heads", heads, 1, hidden);
    Check.multiple("text.hidden", hidden, "text.heads", heads);
    Check.between("text.feedForward", feedForward, 1, 262144);
    Check.epsilon("text.epsilon", epsilon);
  }

  /** Copies this encoder with another vocabulary size. */
  public TextEncoder withVocabulary(int tokens) {
    return new TextEncoder(
        tokens, context, hidden, layers, heads, feedForward, activation, epsilon);
  }
}

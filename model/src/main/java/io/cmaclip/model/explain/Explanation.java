package io.cmaclip.model.explain;

import java.util.List;
import java.util.Map;

/**
 * Why a model proposes its labels.
 *
 * @param heat null without image or title, or if the fusion has no sequence-wise attention
 * @param words words of the title, in order; empty without a title
 */
public record Explanation(HeatMap heat, List<Word> words) {
  public Explanation {
    words = List.copyOf(words);
  }

  /**
   * Attention of the words on the image.
   *
   * @param rows patches from top to bottom
   * @param columns patches from left to right
   * @param values mean inner product of query and key, row by row, in any range
   * @param height of the model's image in pixels
   * @param width of the model's image in pixels
   * @param pixels the model's image: 8-bit RGB, channels first
   */
  public record HeatMap(
      int rows, int columns, double[] values, int height, int width, byte[] pixels) {}

  /**
   * A word of the title.
   *
   * @param text as it stands in the title
   * @param effects by task: the probability of the label less its probability without this word;
   *     above 0: the word speaks for the label. Empty beyond the first {@value
   *     Explainer#MOST_WORDS} words
   */
  public record Word(String text, Map<String, Double> effects) {
    public Word {
      effects = Map.copyOf(effects);
    }
  }
}

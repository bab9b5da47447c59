package io.cmaclip.model.clip;

import java.util.ArrayList;
import java.util.List;

/**
 * Zero-shot classification: compares the image's embedding with the embeddings of prompts (CLIP,
 * section 3.1.2). The embeddings of a label's prompts are averaged and normalised to length 1
 * (section 3.1.4, prompt ensembling). Used by one thread.
 */
public final class ZeroShot {
  /** Placeholder of the label in a template. */
  public static final String PLACE = "{}";

  private final ClipModel model;
  private final ClipInputs inputs;

  public ZeroShot(ClipModel model, ClipInputs inputs) {
    this.model = model;
    this.inputs = inputs;
  }

  /**
   * Score of a label.
   *
   * @param logit scaled cosine
   * @param probability softmax over the labels
   */
  public record Scored(String label, double logit, double probability) {}

  /**
   * Scores the labels, in their order.
   *
   * @param levels of the image
   * @param templates with {@value #PLACE} for the label; at least one
   */
  public List<Scored> score(byte[] levels, List<String> labels, List<String> templates) {
    float[] image = model.embedImage(levels);
    double scale = model.scale();
    double[] logits =
        labels.stream().mapToDouble(label -> scale * dot(image, embed(label, templates))).toArray();
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      scored.add(new Scored(labels.get(i), logits[i], Math.exp(logits[i] - largest) / sum));
    }
    return scored;
  }

  private float[] embed(String label, List<String> templates) {
    return together(
        templates.stream()
            .map(template -> model.embedText(inputs.ids(template.replace(PLACE, label))))
            .toList());
  }

  /**
   * Averages the embeddings of a label's prompts and normalises the mean to length 1.
   *
   * @param embeddings at least one, equally long, each of length 1
   */
  public static float[] together(List<float[]> embeddings) {
    float[] sum = new float[embeddings.get(0).length];
    for (float[] one : embeddings) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += one[i];
      }
    }
    double length = Math.sqrt(dot(sum, sum));
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (sum[i] / Math.max(length, 1e-12));
    }
    return sum;
  }

  /** Scalar product. */
  public static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}

package io.cmaclip.trainer.localise;

import io.cmaclip.trainer.garments.Part;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How well probabilities match masks, mean over pairs.
 *
 * @param bce binary cross-entropy per pixel
 * @param iou intersection over union at a threshold of 0.5
 * @param threshold with the best IoU on the validation pairs
 * @param iouAtBest IoU at this threshold
 * @param iouByPart the same by part
 */
public record MaskScores(
    double bce, double iou, double threshold, double iouAtBest, Map<String, Double> iouByPart) {
  private static final float LEAST = 1e-6f;

  /** Probabilities by pair and pixel. */
  static MaskScores of(
      List<MaskPair> validation,
      List<float[]> validationProbabilities,
      List<MaskPair> test,
      List<float[]> probabilities) {
    double best =
        IntStream.rangeClosed(1, 19)
            .mapToObj(step -> step * .05)
            .reduce(
                (a, b) ->
                    iou(validation, validationProbabilities, a)
                            >= iou(validation, validationProbabilities, b)
                        ? a
                        : b)
            .orElseThrow();
    Map<String, Double> byPart = new TreeMap<>();
    for (Part part : Part.values()) {
      IntStream.range(0, test.size())
          .filter(i -> test.get(i).part() == part)
          .mapToDouble(i -> iou(probabilities.get(i), test.get(i).mask(), best))
          .average()
          .ifPresent(mean -> byPart.put(part.words().get(0), mean));
    }
    return new MaskScores(
        IntStream.range(0, test.size())
            .mapToDouble(i -> bce(probabilities.get(i), test.get(i).mask()))
            .average()
            .orElseThrow(),
        iou(test, probabilities, .5),
        best,
        iou(test, probabilities, best),
        byPart);
  }

  private static double iou(List<MaskPair> pairs, List<float[]> probabilities, double threshold) {
    return IntStream.range(0, pairs.size())
        .mapToDouble(i -> iou(probabilities.get(i), pairs.get(i).mask(), threshold))
        .average()
        .orElseThrow();
  }

  /** Intersection over union of a mask and the pixels whose probability reaches the threshold. */
  static double iou(float[] probabilities, boolean[] mask, double threshold) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < mask.length; i++) {
      boolean found = probabilities[i] >= threshold;
      both += found && mask[i] ? 1 : 0;
      either += found || mask[i] ? 1 : 0;
    }
    return either == 0 ? 1 : (double) both / either;
  }

  private static double bce(float[] probabilities, boolean[] mask) {
    double sum = 0;
    for (int i = 0; i < mask.length; i++) {
      float right = mask[i] ? probabilities[i] : 1 - probabilities[i];
      sum -= Math.log(Math.max(LEAST, right));
    }
    return sum / mask.length;
  }
}

package io.cmaclip.model.explain;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Effect of each patch of the image on the label of a task, by covering the patch with the mean
 * colour (Zeiler and Fergus, 2014). Works with every fusion. Used by one thread.
 */
public final class Occlusion {
  private final CmaClipPredictor predictor;
  private final ImageEncoder image;

  public Occlusion(CmaClipPredictor predictor) {
    this.predictor = predictor;
    this.image = predictor.manifest().architecture().image();
  }

  /**
   * Effects of the patches, row by row.
   *
   * @param listing with an image
   * @param task index in the manifest
   * @return logarithm of the probability of the most probable label less that without the patch;
   *     above 0: the patch speaks for the label
   */
  public double[] effects(PreparedListing listing, int task) {
    int columns = image.width() / image.patch();
    int patches = image.height() / image.patch() * columns;
    List<PreparedListing> covered = new ArrayList<>();
    covered.add(listing);
    for (int patch = 0; patch < patches; patch++) {
      byte[] pixels = listing.pixels().clone();
      cover(pixels, patch / columns * image.patch(), patch % columns * image.patch());
      covered.add(new PreparedListing(pixels, listing.tokens()));
    }
    float[][] logits = predictor.logits(covered);
    int from = 0;
    for (BundleTask before : predictor.manifest().tasks().subList(0, task)) {
      from += before.classes().size();
    }
    int to = from + predictor.manifest().tasks().get(task).classes().size();
    int label = from;
    for (int other = from; other < to; other++) {
      label = logits[0][other] > logits[0][label] ? other : label;
    }
    double[] effects = new double[patches];
    double whole = logProbability(Arrays.copyOfRange(logits[0], from, to), label - from);
    for (int patch = 0; patch < patches; patch++) {
      float[] without = Arrays.copyOfRange(logits[patch + 1], from, to);
      effects[patch] = whole - logProbability(without, label - from);
    }
    return effects;
  }

  private void cover(byte[] pixels, int top, int left) {
    for (int channel = 0; channel < 3; channel++) {
      byte level = (byte) Math.round(image.mean().get(channel) * 255);
      for (int row = top; row < top + image.patch(); row++) {
        int from = (channel * image.height() + row) * image.width() + left;
        Arrays.fill(pixels, from, from + image.patch(), level);
      }
    }
  }

  private static double logProbability(float[] logits, int label) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[label]);
    }
    return -Math.log(sum);
  }
}

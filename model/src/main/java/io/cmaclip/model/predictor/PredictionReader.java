package io.cmaclip.model.predictor;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.noise.NoiseFeatures;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.Sketch;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Converts an output row of the model to a prediction: softmax at the task's temperature for the
 * listing's state, labels, and noise scores. Predictions from one modality alone use the
 * temperature of that state. Immutable and thread-safe.
 */
final class PredictionReader {
  private static final int ALTERNATIVES = 4;

  private final BundleManifest manifest;
  private final OutputLayout layout;
  private final Sketch sketches;

  PredictionReader(BundleManifest manifest, OutputLayout layout) {
    this.manifest = manifest;
    this.layout = layout;
    this.sketches = new Sketch(layout.width());
  }

  /**
   * Reads one listing's prediction from the columns that start at {@code start}.
   *
   * @throws ArithmeticException when an output is not finite, which half precision can cause
   */
  Prediction read(PreparedListing listing, float[] outputs, int start) {
    for (int i = start; i < start + layout.columns(); i++) {
      if (!Float.isFinite(outputs[i])) {
        throw new ArithmeticException(
            "output %d of a listing is %s".formatted(i - start, outputs[i]));
      }
    }
    ModalityState state = ModalityState.of(listing.hasImage(), listing.hasText());
    boolean alone = layout.alone() > 0;
    List<double[]> imageAlone = new ArrayList<>();
    List<double[]> textAlone = new ArrayList<>();
    List<TaskPrediction> tasks = new ArrayList<>();
    int first = 0;
    for (int k = 0; k < manifest.tasks().size(); k++) {
      BundleTask task = manifest.tasks().get(k);
      Alternative imageSays = null;
      Alternative textSays = null;
      if (alone && listing.hasImage()) {
        int at = start + layout.imageLogits() + first;
        imageAlone.add(softmax(task, ModalityState.IMAGE_ONLY, outputs, at));
        imageSays = best(task, imageAlone.get(k));
      }
      if (alone && listing.hasText()) {
        int at = start + layout.textLogits() + first;
        textAlone.add(softmax(task, ModalityState.TEXT_ONLY, outputs, at));
        textSays = best(task, textAlone.get(k));
      }
      double[] probabilities = softmax(task, state, outputs, start + first);
      double imageWeight = outputs[start + layout.imageWeight() + k];
      tasks.add(prediction(task, state, probabilities, imageWeight, imageSays, textSays));
      first += task.classes().size();
    }
    return new Prediction(
        state,
        tasks,
        noise(listing, outputs, start, imageAlone, textAlone),
        sketch(listing, outputs, start));
  }

  /** The columns of a missing modality are those of empty content, and do not count. */
  private long sketch(PreparedListing listing, float[] outputs, int start) {
    float[] none = new float[layout.width()];
    return sketches.of(
        listing.hasImage() ? layout.embedding(outputs, start + layout.imageEmbedding()) : none,
        listing.hasText() ? layout.embedding(outputs, start + layout.textEmbedding()) : none);
  }

  private static TaskPrediction prediction(
      BundleTask task,
      ModalityState state,
      double[] probabilities,
      double imageWeight,
      Alternative imageAlone,
      Alternative textAlone) {
    List<Alternative> ranked =
        Arrays.stream(highest(probabilities, 1 + ALTERNATIVES))
            .mapToObj(c -> new Alternative(task.classes().get(c), probabilities[c]))
            .toList();
    String label = ranked.get(0).label();
    double confidence = ranked.get(0).confidence();
    return new TaskPrediction(
        task.name(),
        label,
        confidence,
        task.accepts(state, label, confidence),
        imageWeight,
        1 - imageWeight,
        ranked.subList(1, ranked.size()),
        imageAlone,
        textAlone);
  }

  /** Indices of the highest values in descending order; the first of equal ones comes first. */
  static int[] highest(double[] values, int count) {
    int[] best = new int[Math.min(count, values.length)];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      int at = found;
      while (at > 0 && values[best[at - 1]] < values[i]) {
        at--;
      }
      if (at < best.length) {
        found = Math.min(found + 1, best.length);
        System.arraycopy(best, at, best, at + 1, found - 1 - at);
        best[at] = i;
      }
    }
    return best;
  }

  private NoiseScores noise(
      PreparedListing listing,
      float[] outputs,
      int start,
      List<double[]> imageAlone,
      List<double[]> textAlone) {
    NoiseModel noise = manifest.noise();
    float[] image = layout.embedding(outputs, start + layout.imageEmbedding());
    float[] text = layout.embedding(outputs, start + layout.textEmbedding());
    double mismatch = 0;
    double imageNoise = 0;
    double textNoise = 0;
    if (noise.mismatch() != null && listing.hasImage() && listing.hasText()) {
      mismatch = noise.mismatch().score(NoiseFeatures.mismatch(image, text, imageAlone, textAlone));
    }
    if (noise.image() != null && listing.hasImage()) {
      int height = manifest.architecture().image().height();
      int width = manifest.architecture().image().width();
      imageNoise =
          noise
              .image()
              .score(NoiseFeatures.image(image, imageAlone, listing.pixels(), height, width));
    }
    if (noise.text() != null && listing.hasText()) {
      int context = manifest.architecture().text().context();
      textNoise =
          noise.text().score(NoiseFeatures.text(text, textAlone, listing.tokens(), context));
    }
    return new NoiseScores(mismatch, imageNoise, textNoise);
  }

  private static Alternative best(BundleTask task, double[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return new Alternative(task.classes().get(best), probabilities[best]);
  }

  private static double[] softmax(BundleTask task, ModalityState state, float[] logits, int start) {
    double temperature = task.operatingPoint(state).temperature();
    double[] p = new double[task.classes().size()];
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < p.length; c++) {
      p[c] = logits[start + c] / temperature;
      highest = Math.max(highest, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - highest);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }
}

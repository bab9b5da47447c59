package io.cmaclip.model.predictor;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.Processor;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a model in the configured precision. {@link Precision#AUTO} loads it in each precision that
 * the processor has, measures them on batches derived from the self-test, and keeps the fastest one
 * whose outputs and labels pass. Used by one thread.
 */
final class PrecisionChoice {
  /** Least share of labels that equal those of float32. */
  static final double LEAST_AGREEMENT = 0.995;

  private static final Logger LOG = LoggerFactory.getLogger(PrecisionChoice.class);
  private static final int BATCH = 32;
  // A smaller gain may be a disturbance of the measurement.
  private static final double LEAST_GAIN = 1.05;

  private final Source source;
  private final PredictorSettings settings;
  private final int users;

  private PrecisionChoice(Source source, PredictorSettings settings, int users) {
    this.source = source;
    this.settings = settings;
    this.users = users;
  }

  /**
   * What is loaded.
   *
   * @param selfTest null where none is stored; {@code auto} is then float32
   */
  record Source(BundleManifest manifest, Weights weights, SelfTest selfTest) {}

  /** A loaded model; its users release it. */
  record Chosen(LoadedModel model, Precision precision) {
    /** Largest difference of an output from the self-test's on this device. */
    double tolerance() {
      // GPUs may round products of float32 as float16 does (TF32).
      return model.device().isGpu()
          ? Math.max(precision.tolerance(), Precision.FLOAT16.tolerance())
          : precision.tolerance();
    }
  }

  /**
   * Outputs and speed of a loaded model.
   *
   * @param labels per task of each listing
   * @param perSecond listings per second, the best batch
   */
  private record Measured(List<Integer> labels, double perSecond) {
    double agreement(Measured exact) {
      int same = 0;
      for (int i = 0; i < labels.size(); i++) {
        same += labels.get(i).equals(exact.labels.get(i)) ? 1 : 0;
      }
      return (double) same / labels.size();
    }
  }

  /**
   * Loads a model.
   *
   * @param users number of releases before its memory is freed
   */
  static Chosen load(Source source, PredictorSettings settings, int users) throws IOException {
    PrecisionChoice choice = new PrecisionChoice(source, settings, users);
    if (settings.precision() != Precision.AUTO) {
      return choice.load(settings.precision());
    }
    Chosen exact = choice.load(Precision.FLOAT32);
    if (exact.model().device().isGpu() || source.selfTest() == null) {
      return exact;
    }
    try {
      return choice.fastest(exact);
    } catch (RuntimeException e) {
      choice.release(exact);
      throw e;
    }
  }

  private Chosen load(Precision precision) throws IOException {
    LoadedModel model =
        LoadedModel.load(
            source.manifest().architecture(),
            source.manifest().taskShapes(),
            source.weights(),
            settings.withPrecision(precision),
            users);
    return new Chosen(model, precision);
  }

  private Chosen fastest(Chosen exact) {
    List<PreparedListing> listings = DerivedListings.of(source.selfTest().inputs());
    Measured reference = measure(exact.model(), listings);
    LOG.info("precision auto: float32: {} listings per second", rate(reference));
    Chosen best = exact;
    double bestRate = reference.perSecond() * LEAST_GAIN;
    for (Precision precision : candidates()) {
      Chosen tried = null;
      try {
        tried = load(precision);
        BatchBuffers inputs = new BatchBuffers(tried.model().architecture());
        float[][] rows = tried.model().rows(inputs, source.selfTest().inputs());
        source.selfTest().check(rows, precision.tolerance());
        Measured found = measure(tried.model(), listings);
        double agreement = found.agreement(reference);
        LOG.info(
            "precision auto: {}: {} listings per second, {} of the labels are those of float32",
            precision,
            rate(found),
            String.format(Locale.ROOT, "%.4f", agreement));
        if (agreement >= LEAST_AGREEMENT && found.perSecond() > bestRate) {
          release(best);
          best = tried;
          bestRate = found.perSecond();
          tried = null;
        }
      } catch (IOException | RuntimeException e) {
        // A format that cannot be used must not keep the service from starting.
        LOG.info("precision auto: {} is not used: {}", precision, e.getMessage());
      }
      if (tried != null) {
        release(tried);
      }
    }
    LOG.info(
        "precision auto: {} is used: the fastest that passes; a reduced format must be {} times as"
            + " fast as float32 and give {} of its labels",
        best.precision(),
        LEAST_GAIN,
        LEAST_AGREEMENT);
    return best;
  }

  private static List<Precision> candidates() {
    PyTorch.load();
    return Processor.detect().hasBfloat16Products()
        ? List.of(Precision.BFLOAT16, Precision.INT8)
        : List.of(Precision.INT8);
  }

  private void release(Chosen chosen) {
    for (int i = 0; i < users; i++) {
      chosen.model().release();
    }
  }

  private static String rate(Measured measured) {
    return String.format(Locale.ROOT, "%.1f", measured.perSecond());
  }

  private Measured measure(LoadedModel model, List<PreparedListing> listings) {
    BatchBuffers inputs = new BatchBuffers(model.architecture());
    model.serve(inputs, listings.subList(0, BATCH));
    List<Integer> labels = new ArrayList<>();
    long shortest = Long.MAX_VALUE;
    for (int from = 0; from < listings.size(); from += BATCH) {
      List<PreparedListing> batch = listings.subList(from, from + BATCH);
      long begin = System.nanoTime();
      float[] outputs = model.serve(inputs, batch);
      shortest = Math.min(shortest, System.nanoTime() - begin);
      for (int row = 0; row < BATCH; row++) {
        addLabels(outputs, row * model.layout().columns(), labels);
      }
    }
    return new Measured(labels, BATCH * 1e9 / shortest);
  }

  private void addLabels(float[] outputs, int start, List<Integer> labels) {
    int first = start;
    for (BundleTask task : source.manifest().tasks()) {
      int best = 0;
      for (int c = 1; c < task.classes().size(); c++) {
        best = outputs[first + c] > outputs[first + best] ? c : best;
      }
      labels.add(best);
      first += task.classes().size();
    }
  }
}

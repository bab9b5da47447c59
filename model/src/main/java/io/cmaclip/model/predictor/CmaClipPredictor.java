package io.cmaclip.model.predictor;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CMA-CLIP as a {@link ListingPredictor}. An instance is used by one thread at a time. Instances
 * loaded together share one model in memory, which is released when the last of them is closed.
 */
public final class CmaClipPredictor implements ListingPredictor {
  private static final Logger LOG = LoggerFactory.getLogger(CmaClipPredictor.class);

  private final ModelIdentity identity;
  private final BundleManifest manifest;
  private final Precision precision;
  private final SelfTest selfTest;
  private final LoadedModel model;
  private final PredictionReader reader;
  private final BatchBuffers inputs;
  private final double tolerance;
  private ImageReuse images;
  private boolean closed;

  private CmaClipPredictor(
      ModelIdentity identity,
      BundleManifest manifest,
      SelfTest selfTest,
      PrecisionChoice.Chosen chosen) {
    this.identity = identity;
    this.manifest = manifest;
    this.precision = chosen.precision();
    this.selfTest = selfTest;
    this.model = chosen.model();
    this.reader = new PredictionReader(manifest, model.layout());
    this.inputs = new BatchBuffers(model.architecture());
    this.tolerance = chosen.tolerance();
  }

  /** Loads one predictor; see {@link #load(Bundle, PredictorSettings, int)}. */
  public static CmaClipPredictor load(Bundle bundle, PredictorSettings settings) {
    return load(bundle, settings, 1).get(0);
  }

  /**
   * Loads a bundle's model once, runs its self-test and warms it up.
   *
   * @param count number of predictors that share the model, at least 1; close each of them
   * @throws UserException when the device is unusable or the self-test fails
   */
  public static List<CmaClipPredictor> load(Bundle bundle, PredictorSettings settings, int count) {
    try (SafetensorsFile weights = bundle.openWeights()) {
      return load(
          bundle.manifest(), weights, bundle.identity(), bundle.selfTest(), settings, count);
    } catch (IOException | IllegalStateException e) {
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads predictors from weights outside a bundle, for benchmarks. Their self-test compares with
   * the first output after loading.
   *
   * @param count number of predictors that share the model, at least 1; close each of them
   */
  public static List<CmaClipPredictor> load(
      BundleManifest manifest, Weights weights, PredictorSettings settings, int count)
      throws IOException {
    ModelIdentity identity = new ModelIdentity(manifest.name(), manifest.version(), "unsaved");
    return load(manifest, weights, identity, null, settings, count);
  }

  private static List<CmaClipPredictor> load(
      BundleManifest manifest,
      Weights weights,
      ModelIdentity identity,
      SelfTest selfTest,
      PredictorSettings settings,
      int count)
      throws IOException {
    PrecisionChoice.Chosen chosen =
        PrecisionChoice.load(
            new PrecisionChoice.Source(manifest, weights, selfTest), settings, count);
    LoadedModel model = chosen.model();
    Precision precision = chosen.precision();
    BundleManifest fitted = manifest.inPrecision(precision.toString());
    SelfTest test = selfTest == null ? firstOutput(model) : selfTest;
    List<CmaClipPredictor> predictors =
        IntStream.range(0, count)
            .mapToObj(i -> new CmaClipPredictor(identity, fitted, test, chosen))
            .toList();
    LOG.info(
        "{} {} ({}) runs on {}, {} arithmetic, predictors: {}, threads of each: {}",
        identity.name(),
        identity.version(),
        identity.fingerprint(),
        PyTorch.describe(model.device()),
        precision,
        count,
        settings.threads() == 0 ? "PyTorch's choice" : settings.threads());
    if (precision.isReduced() && !manifest.isCalibratedFor(precision.toString())) {
      LOG.info(
          "{}: temperatures and accept thresholds are those of float32; `calibrate --precision {}`"
              + " fits them to this format",
          identity.name(),
          precision);
    }
    try {
      predictors.get(0).selfTest();
      predictors.get(0).warmUp(settings.warmUpBatch());
      return predictors;
    } catch (RuntimeException e) {
      predictors.forEach(CmaClipPredictor::close);
      throw e;
    }
  }

  private static SelfTest firstOutput(LoadedModel model) {
    byte[] black = new byte[model.architecture().image().pixelBytes()];
    List<PreparedListing> sample = List.of(new PreparedListing(black, new int[] {0, 1, 2}));
    float[] row = model.serve(new BatchBuffers(model.architecture()), sample);
    return new SelfTest(sample, new float[][] {row});
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one listing");
    }
    float[] outputs = images == null ? model.serve(inputs, batch) : images.serve(inputs, batch);
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      predictions.add(reader.read(batch.get(i), outputs, i * model.layout().columns()));
    }
    return predictions;
  }

  /**
   * Reuses outputs of the image encoder from now on; predictions are equal up to rounding. The
   * self-test always runs the encoder.
   */
  public void reuseImages(ImageEmbeddings known) {
    images = new ImageReuse(model, identity.fingerprint() + precision, known);
  }

  /**
   * States that the owner closes this predictor when the JVM shuts down. It then answers until it
   * is closed, and the JVM waits for that up to 30 s; otherwise it refuses calls once the shutdown
   * begins.
   */
  public void closedOnShutdown() {
    model.releasedOnShutdown();
  }

  /**
   * Logits of all tasks, before any temperature, in the order of tasks and classes.
   *
   * @param batch at least one listing
   * @return one row per listing
   * @throws ArithmeticException when a logit is not finite
   */
  public float[][] logits(List<PreparedListing> batch) {
    float[][] rows = model.rows(inputs, batch);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(rows[i], model.layout().classes());
      for (float logit : rows[i]) {
        if (!Float.isFinite(logit)) {
          throw new ArithmeticException("a logit of listing " + i + " is " + logit);
        }
      }
    }
    return rows;
  }

  /** Number format of the matrix products; never {@link Precision#AUTO}. */
  public Precision precision() {
    return precision;
  }

  /** The bundle's manifest with the operating points of {@link #precision}. */
  public BundleManifest manifest() {
    return manifest;
  }

  @Override
  public void selfTest() {
    selfTest.check(model.rows(inputs, selfTest.inputs()), tolerance);
  }

  /** PyTorch prepares each kind of batch on first use. */
  private void warmUp(int largest) {
    Architecture architecture = model.architecture();
    byte[] pixels = new byte[architecture.image().pixelBytes()];
    int[] tokens = new int[Math.min(24, architecture.text().context())];
    List<PreparedListing> kinds =
        List.of(
            new PreparedListing(pixels, tokens),
            new PreparedListing(null, tokens),
            new PreparedListing(pixels, null));
    for (int size = 1;
        size <= largest;
        size = size == largest ? size + 1 : Math.min(size * 4, largest)) {
      List<PreparedListing> batch = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        batch.add(kinds.get(i % kinds.size()));
      }
      model.serve(inputs, batch);
    }
  }

  @Override
  public ModelIdentity model() {
    return identity;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.release();
    }
  }
}

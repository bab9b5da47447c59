package io.cmaclip.streams.models;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ImageEmbeddings;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictors, preprocessing and thresholds of a bundle. Close it after the service, which closes
 * the predictors.
 */
public final class BundledModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BundledModel.class);

  private final ListingPreprocessor preprocessor;
  private final ServingModel serving;

  private BundledModel(ListingPreprocessor preprocessor, ServingModel serving) {
    this.preprocessor = preprocessor;
    this.serving = serving;
  }

  /**
   * Loads a bundle, warms it up and runs its self-test.
   *
   * @throws UserException when the bundle is damaged, its self-test fails, the device is
   *     unavailable, the settings name an unknown task, or the folder was replaced meanwhile
   */
  public static BundledModel load(Bundle bundle, ModelSettings settings) {
    BundleManifest manifest = bundle.manifest();
    // Refuses wrong settings before the model is loaded.
    policy(manifest, settings);
    Architecture architecture = manifest.architecture();
    if (!architecture.auxiliaryHeads()) {
      LOG.warn(
          "{} has no auxiliary heads: MODALITY_CONFLICT will not be detected", manifest.name());
    }
    ListingPreprocessor preprocessor = preprocessor(bundle, settings.images());
    try {
      List<CmaClipPredictor> predictors =
          CmaClipPredictor.load(
              bundle,
              new PredictorSettings(
                  settings.device(), 1, settings.precision(), settings.warmUpBatch()),
              settings.predictors());
      try {
        requireUnchanged(bundle);
      } catch (RuntimeException e) {
        predictors.forEach(CmaClipPredictor::close);
        throw e;
      }
      return new BundledModel(
          preprocessor,
          ServingModel.of(
                  architecture,
                  predictors,
                  preprocessor,
                  policy(predictors.get(0).manifest(), settings))
              .withClasses(classes(manifest)));
    } catch (RuntimeException e) {
      preprocessor.close();
      throw e;
    }
  }

  private static Map<String, List<String>> classes(BundleManifest manifest) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    manifest.tasks().forEach(task -> classes.put(task.name(), task.classes()));
    return classes;
  }

  private static ReviewPolicy policy(BundleManifest manifest, ModelSettings settings) {
    try {
      return ReviewPolicy.of(manifest, settings.review());
    } catch (IllegalArgumentException e) {
      throw new UsageException("review.accept-threshold: " + e.getMessage());
    }
  }

  /** Files are read after their verification, so another bundle may have replaced them. */
  private static void requireUnchanged(Bundle bundle) {
    if (!Bundle.open(bundle.folder()).fingerprint().equals(bundle.fingerprint())) {
      throw new UserException(
          "bundle " + bundle.folder() + ": the folder was replaced while it was loaded");
    }
  }

  /** The model; valid until this is closed. */
  public ServingModel serving() {
    return serving;
  }

  /** Reuses outputs of the image encoder; call it before the first inference call. */
  public void reuseImages(ImageEmbeddings known) {
    for (ListingPredictor predictor : serving.predictors()) {
      ((CmaClipPredictor) predictor).reuseImages(known);
    }
  }

  /**
   * States that the predictors are closed when the JVM shuts down, as a service does that an {@link
   * io.cmaclip.cli.EndSignal} ends: they answer until the service has closed.
   */
  public BundledModel closedOnShutdown() {
    for (ListingPredictor predictor : serving.predictors()) {
      ((CmaClipPredictor) predictor).closedOnShutdown();
    }
    return this;
  }

  private static ListingPreprocessor preprocessor(Bundle bundle, ImageDecoding images) {
    DecodeMode mode = images.modeFor(bundle.manifest());
    LOG.info(
        "{}: image.decode = {}; JPEG is decoded by {}",
        bundle.manifest().name(),
        mode.label(),
        ImageDecoder.jpegLibrary());
    try {
      return bundle.preprocessor(ImageLimits.ofPixels(images.maxPixels()), mode);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "bundle " + bundle.folder() + ": tokenizer.json: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    preprocessor.close();
  }
}

package io.cmaclip.trainer.release;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.SelfTestRecorder;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.noise.NoiseFitting;
import io.cmaclip.trainer.stages.Clock;
import io.cmaclip.trainer.stages.EpochRecord;
import io.cmaclip.trainer.stages.EvaluationModel;
import io.cmaclip.trainer.stages.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a bundle from trained weights. All figures are measured with the weights as stored
 * (float16).
 */
public final class BundleRelease {
  private static final int SELF_TESTS = 4;

  private final TrainingPlan plan;
  private final String version;
  private final Function<String, int[]> tokenize;

  /**
   * A release.
   *
   * @param version of the bundle
   * @param tokenize title to token ids, as when serving
   */
  public BundleRelease(TrainingPlan plan, String version, Function<String, int[]> tokenize) {
    this.plan = plan;
    this.version = version;
    this.tokenize = tokenize;
  }

  /** A written bundle and its report. */
  public record Released(Bundle bundle, ReleaseReport report) {}

  /**
   * Rounds the model's weights to float16, calibrates and measures the model, and writes the
   * bundle.
   *
   * @param model holds the trained weights; holds the rounded weights afterwards
   * @param training training settings to record in the manifest
   * @param tokenizer the tokenizer file to ship
   */
  public Released write(
      EvaluationModel model,
      List<EpochRecord> history,
      Clock clock,
      Map<String, Object> training,
      Path tokenizer,
      Path out)
      throws IOException {
    WeightMap stored = halved(model.copy());
    model.assign(stored);
    Calibrator calibrator = Calibrator.of(model, plan);
    NoiseFitting fitting =
        new NoiseFitting(
            plan,
            model,
            tokenize,
            Map.of(
                ModalityState.IMAGE_ONLY, calibrator.temperatures(ModalityState.IMAGE_ONLY),
                ModalityState.TEXT_ONLY, calibrator.temperatures(ModalityState.TEXT_ONLY)));
    NoiseModel noise = fitting.fit(plan.data().validation());
    ReleaseReport report =
        new ReleaseReport(
            plan.recipe().name(),
            calibrator.meanAccuracy(),
            calibrator.meanRecallAtP90(),
            calibrator.reports(),
            fitting.report(),
            history,
            plan.data().training().size(),
            plan.data().validation().size(),
            stored.names().stream().mapToLong(name -> stored.info(name).size()).sum(),
            clock.cpuSeconds() / 60,
            clock.wallSeconds() / 60);
    BundleManifest manifest =
        new BundleManifest(
            plan.recipe().name(),
            version,
            plan.architecture(),
            calibrator.bundleTasks(plan.data().tasks()),
            noise,
            metrics(report),
            training,
            Instant.now(),
            Map.of());
    Bundle bundle = BundleWriter.write(out, manifest, tokenizer, stored, selfTest(stored));
    return new Released(bundle, report);
  }

  private static WeightMap halved(WeightMap weights) {
    Map<String, Tensor> halved = new LinkedHashMap<>();
    weights.names().forEach(n -> halved.put(n, weights.get(n).as(ElementType.FLOAT16)));
    return new WeightMap(halved);
  }

  private static Map<String, Object> metrics(ReleaseReport report) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("split", "validation");
    metrics.put("listings", report.validationListings());
    metrics.put("meanAccuracy", report.meanAccuracy());
    metrics.put("meanRecallAtP90", report.meanRecallAtP90());
    metrics.put("tasks", report.tasks());
    metrics.put("noise", report.noise());
    return metrics;
  }

  /** Records answers to a few validation listings: both modalities, image only, title only. */
  private SelfTest selfTest(WeightMap stored) throws IOException {
    ListingSet listings = plan.data().validation();
    List<PreparedListing> inputs = new ArrayList<>();
    for (int i = 0; i < listings.size() && inputs.size() < SELF_TESTS; i++) {
      boolean image = listings.hasImage(i) && inputs.size() != 2;
      boolean text = listings.tokens(i) != null && inputs.size() != 1;
      if (image || text) {
        inputs.add(
            new PreparedListing(
                image ? listings.pixels(i) : null, text ? listings.tokens(i) : null));
      }
    }
    return SelfTestRecorder.record(plan.architecture(), plan.tasks(), stored, inputs);
  }
}

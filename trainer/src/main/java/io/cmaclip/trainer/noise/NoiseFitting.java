package io.cmaclip.trainer.noise;

import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.model.noise.NoiseFeatures;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.metrics.Auroc;
import io.cmaclip.trainer.recipe.NoiseSettings;
import io.cmaclip.trainer.stages.EvaluationModel;
import io.cmaclip.trainer.stages.Outputs;
import io.cmaclip.trainer.stages.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fits the three noise scores on listings that the model was not trained on: training pairs match
 * better than unseen pairs.
 *
 * <p>Bad examples are generated: re-paired images and titles, corrupted images, corrupted titles.
 * The given listings may contain bad ones too, so a second fit leaves out the worst-scoring tenth,
 * and {@link CleanQuantile} chooses the thresholds.
 */
public final class NoiseFitting {
  private static final String MISMATCH = "mismatch";
  private static final double TRIMMED = 0.10;

  private final TrainingPlan plan;
  private final EvaluationModel model;
  private final Function<String, int[]> tokenize;
  private final Map<ModalityState, double[]> temperatures;
  private final Map<String, Double> report = new LinkedHashMap<>();

  /**
   * Prepares a fit.
   *
   * @param model trained as the plan says
   * @param temperatures per state, one per task; IMAGE_ONLY and TEXT_ONLY calibrate the auxiliary
   *     heads
   */
  public NoiseFitting(
      TrainingPlan plan,
      EvaluationModel model,
      Function<String, int[]> tokenize,
      Map<ModalityState, double[]> temperatures) {
    this.plan = plan;
    this.model = model;
    this.tokenize = tokenize;
    this.temperatures = temperatures;
  }

  private NoiseSettings settings() {
    return plan.recipe().noise();
  }

  /**
   * Fits the scores on a split; a score is null if the split has fewer than 20 examples of its
   * modality.
   */
  public NoiseModel fit(ListingSet listings) {
    Outputs outputs = model.answer(listings, ModalityState.BOTH);
    return new NoiseModel(mismatch(listings, outputs), image(listings), text(listings, outputs));
  }

  /**
   * AUROC, estimated share of bad listings, false-alarm rate and recall of each score on the data
   * of the fit.
   */
  public Map<String, Double> report() {
    return report;
  }

  private LogisticScore mismatch(ListingSet listings, Outputs outputs) {
    int[] pairs = IntStream.range(0, listings.size()).filter(listings::hasBoth).toArray();
    List<double[]> together = new ArrayList<>();
    List<double[]> apart = new ArrayList<>();
    SplittableRandom random = Chance.of(plan.seed(), 101);
    for (int i : pairs) {
      together.add(mismatchFeatures(outputs, i, i));
      for (int draw = 0; draw < 2; draw++) {
        int other = pairs[random.nextInt(pairs.length)];
        if (listings.titleGroup(other) != listings.titleGroup(i)
            && listings.imageGroup(other) != listings.imageGroup(i)) {
          apart.add(mismatchFeatures(outputs, i, other));
        }
      }
    }
    return fit(MISMATCH, apart, together, settings().mismatch());
  }

  private double[] mismatchFeatures(Outputs outputs, int image, int text) {
    return NoiseFeatures.mismatch(
        outputs.imageEmbedding()[image],
        outputs.textEmbedding()[text],
        alone(outputs.imageLogits()[image], ModalityState.IMAGE_ONLY),
        alone(outputs.textLogits()[text], ModalityState.TEXT_ONLY));
  }

  private List<double[]> alone(float[] logits, ModalityState state) {
    if (logits.length == 0) {
      return List.of();
    }
    List<double[]> chances = new ArrayList<>();
    List<TaskClasses> tasks = plan.data().tasks();
    for (int task = 0; task < tasks.size(); task++) {
      chances.add(
          TemperatureScaling.probabilities(
              Outputs.ofTask(logits, tasks, task), temperatures.get(state)[task]));
    }
    return chances;
  }

  private LogisticScore image(ListingSet listings) {
    int height = plan.architecture().image().height();
    int width = plan.architecture().image().width();
    ImageCodec codec = new ImageCodec(height, width);
    SplittableRandom random = Chance.of(plan.seed(), 102);
    ImageCorruption[] kinds = ImageCorruption.values();
    List<RawListing> good = new ArrayList<>();
    List<RawListing> bad = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      byte[] pixels = listings.pixels(i);
      if (pixels != null) {
        ImageCorruption kind = kinds[bad.size() % kinds.length];
        // Both classes pass through the same codec; otherwise the score would detect JPEG
        // artefacts.
        good.add(image(codec.sometimesReencoded(pixels, random)));
        byte[] corrupted = kind.apply(pixels, height, width, random);
        bad.add(image(codec.sometimesReencoded(corrupted, random)));
      }
    }
    return fit("image", imageFeatures(bad), imageFeatures(good), settings().image());
  }

  private static RawListing image(byte[] pixels) {
    return new RawListing("", pixels, null, Map.of());
  }

  private List<double[]> imageFeatures(List<RawListing> images) {
    ListingSet set = new ListingSet(images, List.of(), tokenize);
    Outputs outputs = model.answer(set, ModalityState.IMAGE_ONLY);
    return IntStream.range(0, set.size())
        .mapToObj(
            i ->
                NoiseFeatures.image(
                    outputs.imageEmbedding()[i],
                    alone(outputs.imageLogits()[i], ModalityState.IMAGE_ONLY),
                    set.pixels(i),
                    plan.architecture().image().height(),
                    plan.architecture().image().width()))
        .toList();
  }

  private LogisticScore text(ListingSet listings, Outputs outputs) {
    SplittableRandom random = Chance.of(plan.seed(), 103);
    TitleCorruption[] kinds = TitleCorruption.values();
    List<double[]> good = new ArrayList<>();
    List<RawListing> bad = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      if (listings.tokens(i) != null) {
        good.add(textFeatures(outputs, i, listings.tokens(i)));
        String corrupted = kinds[bad.size() % kinds.length].apply(listings.title(i), random);
        bad.add(new RawListing(corrupted, null, null, Map.of()));
      }
    }
    ListingSet set = new ListingSet(bad, List.of(), tokenize);
    Outputs corrupted = model.answer(set, ModalityState.TEXT_ONLY);
    List<double[]> features =
        IntStream.range(0, set.size())
            .mapToObj(i -> textFeatures(corrupted, i, set.tokens(i)))
            .toList();
    return fit("text", features, good, settings().text());
  }

  private double[] textFeatures(Outputs outputs, int listing, int[] tokens) {
    return NoiseFeatures.text(
        outputs.textEmbedding()[listing],
        alone(outputs.textLogits()[listing], ModalityState.TEXT_ONLY),
        tokens,
        plan.architecture().text().context());
  }

  private LogisticScore fit(String name, List<double[]> bad, List<double[]> good, double rate) {
    if (bad.size() < 20 || good.size() < 20) {
      return null;
    }
    LogisticScore first = LogisticRegression.fit(bad, good);
    List<double[]> trusted =
        good.stream()
            .sorted(Comparator.comparingDouble(first::score))
            .limit(Math.round(good.size() * (1 - TRIMMED)))
            .toList();
    LogisticScore score = LogisticRegression.fit(bad, trusted);
    double[] ofBad = bad.stream().mapToDouble(score::score).toArray();
    double[] ofGood = good.stream().mapToDouble(score::score).toArray();
    // The given share refers to mismatched pairs only.
    CleanQuantile quantile =
        settings().share() != null && name.equals(MISMATCH)
            ? CleanQuantile.of(ofGood, ofBad, rate, settings().share())
            : CleanQuantile.of(ofGood, ofBad, rate);
    report.put(name + "Auroc", Auroc.of(ofBad, ofGood));
    report.put(name + "NoiseShare", quantile.noiseShare());
    report.put(name + "FalseAlarms", quantile.falseAlarms());
    report.put(
        name + "Recall",
        Arrays.stream(ofBad).filter(s -> s >= quantile.threshold()).count()
            / (double) ofBad.length);
    return new LogisticScore(score.weights(), score.bias(), quantile.threshold());
  }
}

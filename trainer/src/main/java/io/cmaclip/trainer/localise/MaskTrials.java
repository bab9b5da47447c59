package io.cmaclip.trainer.localise;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import io.cmaclip.trainer.garments.Part;
import io.cmaclip.trainer.prediction.AtomicFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Trains fusions with several seeds and measures them on the same pairs. A result that exists in
 * the folder is not computed again. Confined to one thread.
 */
public final class MaskTrials {
  /** No training or shipped data set uses these seeds. */
  static final long TRAIN_SEED = 77_000_011;

  static final long VALIDATION_SEED = 77_000_012;
  static final long TEST_SEED = 77_000_013;

  /**
   * The effort.
   *
   * @param bundle of the encoders, name and version
   * @param scenes images to train with, a fifth of them to validate and to test with
   * @param steps of 32 pairs each
   */
  public record Budget(String bundle, int scenes, int steps) {
    int held() {
      return Math.max(1, scenes / 5);
    }
  }

  /**
   * A result.
   *
   * @param masks probabilities of the first test pairs, for the sheet: 0 to 255, in Base64
   */
  public record Result(
      Budget budget,
      MaskFusion fusion,
      long seed,
      long parameters,
      double cpuSeconds,
      MaskScores scores,
      List<byte[]> masks) {}

  private final Bundle bundle;
  private final Budget budget;
  private final Path folder;
  private List<MaskPair> training;
  private List<MaskPair> validation;
  private List<MaskPair> test;

  public MaskTrials(Bundle bundle, Budget budget, Path folder) {
    this.bundle = bundle;
    this.budget = budget;
    this.folder = folder;
  }

  /** Results by fusion, in the order of the fusions and seeds. */
  public Map<MaskFusion, List<Result>> run(List<MaskFusion> fusions, List<Long> seeds)
      throws IOException {
    Files.createDirectories(folder);
    Map<MaskFusion, List<Result>> results = new EnumMap<>(MaskFusion.class);
    try (FrozenEncoders encoders = new FrozenEncoders(bundle)) {
      int scenes = budget.scenes() + 2 * budget.held();
      try (ProgressBar progress = ProgressBar.start("render and encode", "images", scenes)) {
        training = new MaskPairs(encoders, TRAIN_SEED).of(budget.scenes(), progress);
        validation = new MaskPairs(encoders, VALIDATION_SEED).of(budget.held(), progress);
        test = new MaskPairs(encoders, TEST_SEED).of(budget.held(), progress);
      }
      for (long seed : seeds) {
        for (MaskFusion fusion : fusions) {
          results
              .computeIfAbsent(fusion, f -> new ArrayList<>())
              .add(run(fusion, seed, encoders.shape()));
        }
      }
    }
    return results;
  }

  private Result run(MaskFusion fusion, long seed, EncodedShape shape) throws IOException {
    Path file = folder.resolve(fusion + "-" + seed + ".json");
    if (Files.exists(file)) {
      Result stored = Json.read(file, Result.class);
      if (!stored.budget().equals(budget)) {
        throw new UserException(file + " has another budget: name another --out, or delete it");
      }
      return stored;
    }
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    String what = fusion + ", seed " + seed;
    try (MaskTraining run = new MaskTraining(fusion, shape, seed);
        ProgressBar progress = ProgressBar.start(what, "steps", budget.steps())) {
      run.train(training, budget.steps(), progress);
      List<float[]> found = run.probabilities(test);
      MaskScores scores = MaskScores.of(validation, run.probabilities(validation), test, found);
      double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;
      List<byte[]> masks =
          MaskSheet.examples(test).stream().map(i -> MaskSheet.levels(found.get(i))).toList();
      Result result = new Result(budget, fusion, seed, run.parameters(), seconds, scores, masks);
      try (AtomicFile out = new AtomicFile(file)) {
        out.writeLines(List.of(Json.pretty(result)));
        out.finish();
      }
      return result;
    }
  }

  /** The scores of the mean training mask of each part: the text without the image. */
  public MaskScores textAlone() {
    Map<Part, float[]> means = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<MaskPair> own = training.stream().filter(pair -> pair.part() == part).toList();
      float[] mean = new float[test.get(0).mask().length];
      for (int i = 0; i < mean.length; i++) {
        int at = i;
        mean[i] =
            (float) own.stream().filter(pair -> pair.mask()[at]).count() / Math.max(1, own.size());
      }
      means.put(part, mean);
    }
    return MaskScores.of(
        validation,
        validation.stream().map(pair -> means.get(pair.part())).toList(),
        test,
        test.stream().map(pair -> means.get(pair.part())).toList());
  }

  /** Binary cross-entropy of the best constant answer. */
  public double constantLoss() {
    double share =
        training.stream()
            .mapToDouble(pair -> MaskPairs.count(pair.mask()) / (double) pair.mask().length)
            .average()
            .orElseThrow();
    return -share * Math.log(share) - (1 - share) * Math.log(1 - share);
  }

  /** Numbers of pairs: training, validation, test. */
  public List<Integer> pairs() {
    return List.of(training.size(), validation.size(), test.size());
  }

  /** The test pairs, once {@link #run} has rendered them. */
  List<MaskPair> test() {
    return test;
  }

  /** Width of a mask. */
  int maskColumns() {
    return EncodedShape.of(bundle.manifest().architecture()).maskColumns();
  }
}

package io.cmaclip.trainer.drift;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.profile.TaskProfile;
import io.cmaclip.model.profile.TaskProfile.Binning;
import io.cmaclip.trainer.drift.DriftReport.Row;
import io.cmaclip.trainer.evaluation.ListingSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures how often windows of listings raise a drift alarm, unchanged and with a share of swapped
 * images. Windows are drawn from the listings with replacement.
 */
public final class DriftStudy {
  static final List<Double> SHARES = List.of(0.0, 0.1, 0.3, 0.5, 1.0);

  private final int window;
  private final int windows;
  private final double alarm;
  private final long seed;

  /**
   * @param window listings in a window, at least 1
   * @param windows number of windows, at least 1
   * @param alarm threshold of the index
   */
  public DriftStudy(int window, int windows, double alarm, long seed) {
    this.window = window;
    this.windows = windows;
    this.alarm = alarm;
    this.seed = seed;
  }

  /**
   * Classifies the listings and evaluates the windows.
   *
   * @param bundle with a profile
   * @param source with at least one classifiable listing
   * @param data name of the listings
   * @param workers number of worker threads, at least 1
   */
  public DriftReport run(
      Bundle bundle, ListingSource source, String data, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<Prediction> given =
        Answers.of(bundle, source.size(), source::prepare, settings, workers, "as given");
    SwappedImages swapped = new SwappedImages(source, seed);
    List<Prediction> others =
        Answers.of(bundle, source.size(), swapped::prepare, settings, workers, "swapped");
    List<Row> rows = new ArrayList<>();
    for (int task = 0; task < bundle.profile().tasks().size(); task++) {
      for (Binning binning : bundle.profile().tasks().get(task).binnings()) {
        int[] usual = bins(given, task, binning);
        int[] disturbed = bins(others, task, binning);
        for (double share : SHARES) {
          rows.add(row(bundle.profile().tasks().get(task), binning, usual, disturbed, share));
        }
      }
    }
    return new DriftReport(
        bundle.manifest().name(), data, source.size(), window, windows, alarm, rows);
  }

  /** The bin of each listing; -1 for a listing outside the profile. */
  private static int[] bins(List<Prediction> answers, int task, Binning binning) {
    return answers.stream()
        .mapToInt(
            answer ->
                answer == null ? -1 : binning.place().bin(answer.tasks().get(task), answer.state()))
        .toArray();
  }

  private Row row(TaskProfile task, Binning binning, int[] usual, int[] disturbed, double share) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] index = new double[windows];
    for (int w = 0; w < windows; w++) {
      long[] counts = new long[binning.baseline().bins().size()];
      for (int drawn = 0; drawn < window; drawn++) {
        int listing = random.nextInt(usual.length);
        int bin = (random.nextDouble() < share ? disturbed : usual)[listing];
        if (bin >= 0) {
          counts[bin]++;
        }
      }
      index[w] = binning.baseline().against(counts).index();
    }
    Arrays.sort(index);
    long alarms = Arrays.stream(index).filter(value -> value > alarm).count();
    return new Row(
        share,
        task.task(),
        binning.measure(),
        index[windows / 2],
        index[windows - 1],
        (double) alarms / windows);
  }
}

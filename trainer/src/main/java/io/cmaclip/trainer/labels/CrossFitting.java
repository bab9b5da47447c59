package io.cmaclip.trainer.labels;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.trainer.baselines.Baselines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Out-of-sample probabilities by cross-fitting: the listings are split into folds, and the listings
 * of a fold are classified by logistic regression on titles and images of the other folds. Listings
 * with equal titles are in the same fold, because shops list a product several times.
 */
public final class CrossFitting {
  private CrossFitting() {}

  /** Number of steps of the progress bar. */
  public static int steps(int folds) {
    return folds * Baselines.epochs();
  }

  /**
   * Trains one model per fold and classifies all listings.
   *
   * @param listings with images, and the given labels in their fields
   * @param folds 2 or more
   * @return one entry per task; without listings whose label no other fold has
   */
  public static List<GivenLabels> of(
      List<Listing> listings, List<String> tasks, int folds, ProgressBar progress) {
    int[] fold = listings.stream().mapToInt(listing -> fold(listing, folds)).toArray();
    List<List<String>> classes =
        tasks.stream().map(task -> Baselines.classes(listings, task)).toList();
    double[][][] rows = new double[tasks.size()][listings.size()][];
    for (int held = 0; held < folds; held++) {
      int out = held;
      int[] members = IntStream.range(0, fold.length).filter(i -> fold[i] == out).toArray();
      List<Listing> others =
          IntStream.range(0, fold.length)
              .filter(i -> fold[i] != out)
              .mapToObj(listings::get)
              .toList();
      if (members.length == 0 || others.isEmpty()) {
        continue;
      }
      Baselines model = new Baselines(others, tasks);
      float[][][] predicted =
          model.probabilities(IntStream.of(members).mapToObj(listings::get).toList(), progress);
      for (int task = 0; task < tasks.size(); task++) {
        List<String> all = classes.get(task);
        int[] columns = model.classes(task).stream().mapToInt(all::indexOf).toArray();
        for (int m = 0; m < members.length; m++) {
          String label = listings.get(members[m]).fields().get(tasks.get(task));
          if (label != null && model.classes(task).contains(label)) {
            rows[task][members[m]] = spread(predicted[task][m], columns, all.size());
          }
        }
      }
    }
    List<GivenLabels> given = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      String name = tasks.get(task);
      Stream<String> labels =
          listings.stream().map(listing -> listing.fields().getOrDefault(name, ""));
      given.add(GivenLabels.of(name, classes.get(task), labels.toList(), rows[task]));
    }
    return given;
  }

  private static int fold(Listing listing, int folds) {
    String title = listing.title().strip().toLowerCase(Locale.ROOT);
    return Math.floorMod((title.isEmpty() ? listing.id() : title).hashCode(), folds);
  }

  private static double[] spread(float[] values, int[] columns, int size) {
    double[] row = new double[size];
    for (int c = 0; c < columns.length; c++) {
      row[columns[c]] = values[c];
    }
    return row;
  }
}

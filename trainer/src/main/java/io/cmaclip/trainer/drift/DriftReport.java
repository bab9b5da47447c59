package io.cmaclip.trainer.drift;

import io.cmaclip.model.profile.Measure;
import java.util.List;

/**
 * The drift index of windows of listings, by the share of listings with a swapped image.
 *
 * @param window listings in each window
 * @param windows number of windows per row
 * @param alarm threshold of the index
 */
public record DriftReport(
    String bundle,
    String data,
    int listings,
    int window,
    int windows,
    double alarm,
    List<Row> rows) {
  public DriftReport {
    rows = List.copyOf(rows);
  }

  /**
   * One task and measure at one share.
   *
   * @param swapped share of listings with the image of another listing, 0 to 1
   * @param median index
   * @param highest index
   * @param alarms share of windows above the threshold, 0 to 1
   */
  public record Row(
      double swapped, String task, Measure measure, double median, double highest, double alarms) {}
}

package io.cmaclip.trainer.drift;

import io.cmaclip.model.profile.Measure;
import java.util.List;

/**
 * The index that windows of listings have, by the share of them whose image is another one's.
 *
 * @param window listings in each window
 * @param windows drawn for each row
 * @param alarm threshold
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
   * @param swapped share of the listings with another one's image, 0 to 1
   * @param median of the windows' index
   * @param highest of the windows' index
   * @param alarms share of the windows above the threshold, 0 to 1
   */
  public record Row(
      double swapped, String task, Measure measure, double median, double highest, double alarms) {}
}

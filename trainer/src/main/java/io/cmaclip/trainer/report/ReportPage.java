package io.cmaclip.trainer.report;

import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.stages.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** {@code report.html}: one page without network, scripts or other files. */
public final class ReportPage {
  private static final String HEAD =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title><style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2rem auto; padding: 0 1rem }
      pre { overflow-x: auto; background: #f4f4f5; padding: 1rem }
      svg { max-width: 100%%; margin: .5rem 1rem .5rem 0 } svg text { font-size: 12px }
      .title { font-weight: 600 } .grid { stroke: #d4d4d8 }
      </style></head><body><h1>%s</h1>
      """;

  private ReportPage() {}

  /** The page of a finished run. */
  public static String of(ReleaseReport report) {
    String name = Html.escaped(report.name());
    StringBuilder page = new StringBuilder(HEAD.formatted(name, name));
    page.append(
        String.format(
            Locale.ROOT,
            "<p>Mean accuracy %.4f, mean recall at 90%% precision %.4f on %,d validation listings;"
                + " trained on %,d listings in %.1f minutes (%.1f CPU minutes), %,d parameters."
                + " Measured with the weights as stored.</p>",
            report.meanAccuracy(),
            report.meanRecallAtP90(),
            report.validationListings(),
            report.trainingListings(),
            report.wallMinutes(),
            report.cpuMinutes(),
            report.parameters()));
    page.append("<h2>Tasks</h2><pre>").append(Html.escaped(TaskTable.of(report))).append("</pre>");
    page.append("<h2>Stages</h2>");
    Map<String, List<EpochRecord>> stages = new LinkedHashMap<>();
    report.history().forEach(e -> stages.computeIfAbsent(e.stage(), s -> new ArrayList<>()).add(e));
    stages.forEach((stage, epochs) -> page.append(stage(stage, epochs)));
    page.append("<h2>Noise scores</h2><pre>");
    for (String key : new TreeSet<>(report.noise().keySet())) {
      page.append(String.format(Locale.ROOT, "%-24s %.4f%n", key, report.noise().get(key)));
    }
    return page.append("</pre></body></html>\n").toString();
  }

  private static String stage(String stage, List<EpochRecord> epochs) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    losses.put("loss", epochs.stream().map(EpochRecord::loss).toList());
    losses.put("tasks", epochs.stream().map(EpochRecord::tasks).toList());
    losses.put("contrastive", epochs.stream().map(EpochRecord::contrastive).toList());
    Map<String, List<Double>> validation = new LinkedHashMap<>();
    validation.put("validation", epochs.stream().map(EpochRecord::validation).toList());
    for (String task : epochs.get(0).accuracy().keySet()) {
      validation.put(task, epochs.stream().map(e -> e.accuracy().get(task)).toList());
    }
    return CurveChart.svg(Html.escaped(stage) + ": loss per epoch", losses)
        + CurveChart.svg(Html.escaped(stage) + ": validation per epoch", validation);
  }
}

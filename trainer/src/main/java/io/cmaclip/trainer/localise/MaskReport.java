package io.cmaclip.trainer.localise;

import io.cmaclip.trainer.comparison.Spread;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Tables in Markdown: mean and sample standard deviation over seeds. */
public final class MaskReport {
  private final MaskTrials trials;
  private final Map<MaskFusion, List<MaskTrials.Result>> results;

  public MaskReport(MaskTrials trials, Map<MaskFusion, List<MaskTrials.Result>> results) {
    this.trials = trials;
    this.results = results;
  }

  /** A line of the table of pointing accuracy. */
  public static String row(String name, Pointing.Score score) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.3f | %.3f to %.3f | %.3f | %.3f |",
        name,
        score.maps(),
        score.accuracy(),
        score.interval().low(),
        score.interval().high(),
        score.chance(),
        score.centre());
  }

  /** Prints all tables. */
  public void print(PrintWriter out) {
    List<Integer> pairs = trials.pairs();
    out.printf(
        Locale.ROOT,
        "%,d pairs to train, %,d to validate, %,d to test; a constant answer has BCE %.4f%n%n",
        pairs.get(0),
        pairs.get(1),
        pairs.get(2),
        trials.constantLoss());
    out.println(
        "| fusion | BCE | IoU at 0.5 | IoU at best threshold | parameters | CPU s per run |");
    out.println("| --- | --- | --- | --- | --- | --- |");
    results.forEach(
        (fusion, runs) ->
            out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.2f M | %.0f |%n",
                fusion.description(),
                spread(runs, run -> run.scores().bce()),
                spread(runs, run -> run.scores().iou()),
                spread(runs, run -> run.scores().iouAtBest()),
                runs.get(0).parameters() / 1e6,
                runs.stream().mapToDouble(MaskTrials.Result::cpuSeconds).average().orElseThrow()));
    MaskScores text = trials.textAlone();
    out.printf(
        Locale.ROOT,
        "| no image: the mean mask of the word | %.3f | %.3f | %.3f | | |%n%n",
        text.bce(),
        text.iou(),
        text.iouAtBest());
    byPart(out, text);
  }

  private void byPart(PrintWriter out, MaskScores text) {
    Map<String, List<String>> rows = new TreeMap<>();
    List<String> names = new ArrayList<>();
    results.forEach(
        (fusion, runs) -> {
          names.add(fusion.toString());
          runs.get(0)
              .scores()
              .iouByPart()
              .keySet()
              .forEach(
                  part ->
                      rows.computeIfAbsent(part, p -> new ArrayList<>())
                          .add(spread(runs, run -> run.scores().iouByPart().get(part))));
        });
    names.add("no image");
    text.iouByPart()
        .forEach((part, iou) -> rows.get(part).add(String.format(Locale.ROOT, "%.3f", iou)));
    out.println("| IoU at best threshold | " + String.join(" | ", names) + " |");
    out.println("| --- |" + " --- |".repeat(names.size()));
    rows.forEach(
        (part, cells) -> out.println("| " + part + " | " + String.join(" | ", cells) + " |"));
  }

  private static String spread(
      List<MaskTrials.Result> runs, ToDoubleFunction<MaskTrials.Result> measure) {
    return Spread.of(runs.stream().map(measure::applyAsDouble).toList()).text();
  }
}

package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.TaskEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The most frequent mistakes with images, and the least accurate classes of each task. */
final class MistakeSection {
  private static final int CLASSES = 6;
  private static final int MISTAKES = 4;
  private static final int IMAGES = 4;

  private MistakeSection() {}

  static Html of(Evaluation evaluation, Images images) {
    List<Html> tasks = new ArrayList<>();
    for (Map.Entry<String, TaskEvaluation> task : evaluation.tasks().entrySet()) {
      List<Html> mistakes =
          task.getValue().confusions().stream()
              .limit(MISTAKES)
              .map(mistake -> mistake(mistake, images))
              .toList();
      tasks.add(
          Html.of(
              "<h3>%s</h3><div class=\"examples\">%s</div>%s",
              task.getKey(), Html.join(mistakes), worst(task.getValue().classes())));
    }
    return Html.of(
        "<h2>Mistakes</h2><p class=\"soft\">The most frequent mistakes of each task with the images"
            + " of highest confidence (tooltips show titles), and the least accurate"
            + " classes.</p>%s",
        Html.join(tasks));
  }

  private static Html mistake(TaskEvaluation.Confusion mistake, Images images) {
    return Html.of(
        "<div class=\"mistake\"><b>%s</b> taken for <b>%s</b><br>%s of %s<br>%s</div>",
        mistake.label(),
        mistake.answered(),
        Figures.count(mistake.listings()),
        Figures.count(mistake.ofLabel()),
        Html.join(mistake.examples().stream().limit(IMAGES).map(images::element).toList()));
  }

  private static Html worst(Map<String, Measures> classes) {
    Table table = Figures.table("class | listings | found | 95% interval | accepted share");
    classes.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> e.getValue().accuracy()))
        .limit(CLASSES)
        .forEach(e -> row(table, e.getKey(), e.getValue()));
    return table.html();
  }

  private static void row(Table table, String name, Measures m) {
    table.row(
        name,
        Figures.count(m.labelled()),
        Figures.share(m.accuracy()),
        Figures.bar(
            100 * m.accuracyInterval().low(),
            100 * m.accuracyInterval().high(),
            Math.min(98, 100 * m.accuracy())),
        Figures.share(m.acceptedShare()));
  }
}

package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.TaskEvaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The classes of each task that fare worst, and the most frequent mistakes with pictures. */
final class MistakeSection {
  private static final int CLASSES = 6;
  private static final int MISTAKES = 4;
  private static final int PICTURES = 4;

  private MistakeSection() {}

  static String of(Evaluation evaluation, Pictures pictures) {
    StringBuilder html =
        new StringBuilder(
            "<h2>Mistakes</h2><p class=\"soft\">The most frequent mistakes of each task, the surest"
                + " ones in pictures (titles show on hovering), and the classes that fare"
                + " worst.</p>");
    evaluation
        .tasks()
        .forEach(
            (task, of) -> {
              html.append("<h3>").append(Html.escaped(task)).append("</h3>");
              html.append("<div class=\"examples\">");
              of.confusions().stream()
                  .limit(MISTAKES)
                  .forEach(mistake -> html.append(mistake(mistake, pictures)));
              html.append("</div>").append(worst(of.classes()));
            });
    return html.toString();
  }

  private static String mistake(TaskEvaluation.Confusion mistake, Pictures pictures) {
    StringBuilder html = new StringBuilder("<div class=\"mistake\">");
    html.append(
        String.format(
            Locale.ROOT,
            "<b>%s</b> taken for <b>%s</b><br>%,d of %,d<br>",
            Html.escaped(mistake.label()),
            Html.escaped(mistake.answered()),
            mistake.listings(),
            mistake.ofLabel()));
    mistake.examples().stream()
        .limit(PICTURES)
        .forEach(listing -> html.append(pictures.element(listing)));
    return html.append("</div>").toString();
  }

  private static String worst(Map<String, Measures> classes) {
    List<Map.Entry<String, Measures>> ordered =
        classes.entrySet().stream()
            .sorted(Comparator.comparingDouble(e -> e.getValue().accuracy()))
            .limit(CLASSES)
            .toList();
    HtmlTable table = new HtmlTable("class", "listings", "found", "95% interval", "accepted share");
    ordered.forEach(
        e ->
            table.row(
                e.getKey(),
                HtmlTable.count(e.getValue().labelled()),
                HtmlTable.share(e.getValue().accuracy()),
                SliceSection.interval(e.getValue()),
                HtmlTable.share(e.getValue().acceptedShare())));
    return table.html();
  }
}

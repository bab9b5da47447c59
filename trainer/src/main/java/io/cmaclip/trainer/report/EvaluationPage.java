package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.release.ReleaseReport;
import java.util.Locale;

/** {@code report.html}: one page without network, scripts or other files. */
public final class EvaluationPage {
  private EvaluationPage() {}

  /** The page of an evaluation. */
  public static String of(Evaluation evaluation, Pictures pictures) {
    return head(evaluation) + sections(evaluation, pictures) + "</body></html>\n";
  }

  /** The page of a training run, evaluated on its validation listings. */
  public static String of(Evaluation evaluation, Pictures pictures, ReleaseReport run) {
    return head(evaluation)
        + sections(evaluation, pictures)
        + RunSection.of(run)
        + "</body></html>\n";
  }

  private static String head(Evaluation evaluation) {
    String name = Html.escaped(evaluation.bundle().name() + " " + evaluation.bundle().version());
    StringBuilder html = new StringBuilder(PageHead.of(name));
    html.append(
        String.format(
            Locale.ROOT,
            "<p class=\"soft\">%,d listings of %s, %,d of them answered. Bundle %s. Measured"
                + " through the predictor that serves, with the weights as stored.</p><div"
                + " class=\"cards\">",
            evaluation.listings(),
            Html.escaped(evaluation.data()),
            evaluation.answered(),
            evaluation.bundle().fingerprint().substring(0, 12)));
    card(html, evaluation.mean().accuracy(), "mean accuracy");
    card(html, evaluation.mean().recallAtP90(), "mean recall at 90% precision");
    card(html, evaluation.mean().macroF1(), "mean macro-F1");
    card(html, evaluation.mean().ece(), "mean calibration error");
    card(html, evaluation.review().share(), "share for review");
    card(html, evaluation.noise().falseAlarms().get("any").share(), "false alarms of noise");
    return html.append("</div>").toString();
  }

  private static void card(StringBuilder html, double value, String what) {
    html.append(
        String.format(
            Locale.ROOT, "<div class=\"card\"><b>%.3f</b>%s</div>", value, Html.escaped(what)));
  }

  private static String sections(Evaluation evaluation, Pictures pictures) {
    return TaskSection.of(evaluation)
        + WeightSection.of(evaluation)
        + NoiseSection.of(evaluation.noise())
        + MistakeSection.of(evaluation, pictures)
        + SliceSection.of(evaluation);
  }
}

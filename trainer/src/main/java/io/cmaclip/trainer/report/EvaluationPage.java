package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.release.ReleaseReport;

/** {@code report.html}: one self-contained page without scripts. */
public final class EvaluationPage {
  private EvaluationPage() {}

  /** The page of an evaluation. */
  public static String of(Evaluation evaluation, Images images) {
    return of(evaluation, images, Html.NOTHING);
  }

  /** The page of a training run, evaluated on its validation listings. */
  public static String of(Evaluation evaluation, Images images, ReleaseReport run) {
    return of(evaluation, images, RunSection.of(run));
  }

  private static String of(Evaluation evaluation, Images images, Html run) {
    return Report.page(
        evaluation.bundle().name() + " " + evaluation.bundle().version(),
        Html.join(
            head(evaluation),
            TaskSection.of(evaluation),
            WeightSection.of(evaluation),
            NoiseSection.of(evaluation.noise()),
            MistakeSection.of(evaluation, images),
            SliceSection.of(evaluation),
            run));
  }

  private static Html head(Evaluation evaluation) {
    return Html.of(
        "<p class=\"soft\">%s listings of %s, %s of them answered. Bundle %s. Measured through the"
            + " predictor that serves, with the weights as stored.</p>"
            + "<div class=\"cards\">%s%s%s%s%s%s</div>",
        Figures.count(evaluation.listings()),
        evaluation.data(),
        Figures.count(evaluation.answered()),
        evaluation.bundle().fingerprint().substring(0, 12),
        card(evaluation.mean().accuracy(), "mean accuracy"),
        card(evaluation.mean().recallAtP90(), "mean recall at 90% precision"),
        card(evaluation.mean().macroF1(), "mean macro-F1"),
        card(evaluation.mean().ece(), "mean calibration error"),
        card(evaluation.review().share(), "share for review"),
        card(evaluation.noise().falseAlarms().get("any").share(), "false alarms of noise"));
  }

  private static Html card(double value, String what) {
    return Html.of("<div class=\"card\"><b>%s</b>%s</div>", Figures.share(value), what);
  }
}

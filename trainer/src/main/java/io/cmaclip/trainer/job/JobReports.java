package io.cmaclip.trainer.job;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.EvaluationSettings;
import io.cmaclip.trainer.evaluation.Evaluator;
import io.cmaclip.trainer.evaluation.MemorySource;
import io.cmaclip.trainer.evaluation.TrainingFacts;
import io.cmaclip.trainer.report.EvaluationPage;
import io.cmaclip.trainer.report.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The reports in a bundle's folder: {@code report.json}, {@code metrics.json}, {@code report.html}.
 */
record JobReports(TrainingJob.Result result, List<RawListing> training, MemorySource validation) {
  /**
   * @param evaluate whether to write {@code metrics.json} and {@code report.html}
   */
  void write(boolean evaluate) throws IOException, InterruptedException {
    Bundle bundle = result.bundle();
    Path folder = bundle.folder();
    Files.writeString(folder.resolve("report.json"), Json.pretty(result.report()));
    if (evaluate) {
      Evaluation evaluation = evaluation();
      Files.writeString(folder.resolve("metrics.json"), JsonOutput.line(evaluation) + "\n");
      Images images = new Images(validation, bundle.manifest().architecture().image());
      Files.writeString(
          folder.resolve("report.html"), EvaluationPage.of(evaluation, images, result.report()));
    }
  }

  /** Uses the serving predictor, so that the figures are those of the bundle as written. */
  private Evaluation evaluation() throws InterruptedException {
    TrainingFacts facts =
        TrainingFacts.of(
            training.stream().map(RawListing::title).toList(),
            training.stream().map(RawListing::fields).toList());
    return new Evaluator(result.bundle(), facts, EvaluationSettings.DEFAULT)
        .evaluate(
            validation,
            "validation",
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Runtime.getRuntime().availableProcessors());
  }
}

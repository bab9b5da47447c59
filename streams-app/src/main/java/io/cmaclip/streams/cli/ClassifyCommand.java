package io.cmaclip.streams.cli;

import io.cmaclip.cli.ImageFile;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip classify}. */
@Command(
    name = "classify",
    description = {
      "Classifies one listing.",
      "",
      "Specify a title, an image or both. The bar of each label shows the weight of the image"
          + " (full) against the weight of the title (light)."
    })
final class ClassifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the model bundle.")
  private Path bundleFolder;

  @Option(names = "--title", paramLabel = "TEXT", description = "Title of the listing.")
  private String title;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "Image of the listing: JPEG, PNG, GIF, WebP or BMP.")
  private Path image;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu, gpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    if ((title == null || title.isBlank()) && image == null) {
      throw new UsageException("nothing to classify: specify --title TEXT, --image FILE or both");
    }
    byte[] file = image == null ? null : ImageFile.bytes(image);
    PredictorSettings settings =
        PredictorSettings.DEFAULT.withDevice(DeviceChoice.of(device)).withWarmUpBatch(0);
    Bundle bundle = Bundle.open(bundleFolder);
    ReviewPolicy policy = ReviewPolicy.of(bundle.manifest(), ReviewSettings.OF_BUNDLE);
    try (ListingPreprocessor preprocessor = bundle.preprocessor();
        CmaClipPredictor predictor = CmaClipPredictor.load(bundle, settings)) {
      Answer answer = new ListingClassifier(preprocessor, policy).answer(title, file, predictor);
      if (answer.prediction() == null && answer.prepared().imageProblem() != null) {
        throw new UserException(
            "--image " + image + " cannot be read: " + answer.prepared().imageProblem());
      }
      print(answer, predictor);
    }
    return CommandLine.ExitCode.OK;
  }

  private void print(Answer answer, CmaClipPredictor predictor) {
    PrintWriter out = output.text();
    if (output.isJson()) {
      output.end(AnswerJson.of(answer, predictor.model()));
      return;
    }
    boolean colours = spec.commandLine().getColorScheme().ansi().enabled();
    new AnswerText(colours).lines(answer, predictor.model()).forEach(out::println);
    if (answer.prepared().imageProblem() != null) {
      out.println("the image cannot be read: " + answer.prepared().imageProblem());
    }
    out.flush();
  }
}

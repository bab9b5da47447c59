package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.clip.ClipModel;
import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.huggingface.ClipImport;
import io.cmaclip.model.huggingface.HuggingFaceModel;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.ZeroShotPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that answers by prompts, against the imported CLIP that its encoders are. */
class ZeroShotBundleTest {
  private static final List<String> PROMPTS = List.of("{} dress", "a {} shirt");

  @TempDir Path folder;
  private ClipFolder clip;
  private Bundle bundle;

  @BeforeEach
  void importModel() throws IOException {
    Path from = new HuggingFaceModel().write(folder.resolve("hf"));
    clip = ClipImport.run(from, folder.resolve("clip"));
    bundle = UntrainedBundle.of(clip, folder);
  }

  @Test
  void probabilitiesMatchZeroShotClip() throws Exception {
    List<String> colours = bundle.manifest().tasks().get(0).classes();
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(Files.readAllBytes(folder.resolve(i + ".png")));
    }
    try (ListingPreprocessor preprocessor =
            ListingPreprocessor.of(
                bundle.manifest().architecture(), Files.readAllBytes(bundle.tokenizer()));
        ZeroShotPredictor predictor =
            ZeroShotPredictor.load(bundle, PROMPTS, PredictorSettings.DEFAULT, 1).get(0);
        ClipInputs inputs = ClipInputs.of(clip, true);
        ClipModel model = ClipModel.load(clip)) {
      predictor.selfTest();
      List<PreparedListing> asked =
          files.stream().map(f -> preprocessor.prepare("any", List.of(f)).listing()).toList();
      ZeroShot reference = new ZeroShot(model, inputs);
      for (int i = 0; i < asked.size(); i++) {
        TaskPrediction answer = predictor.predict(List.of(asked.get(i))).get(0).tasks().get(0);
        ZeroShot.Scored best =
            reference.score(inputs.levels(files.get(i)), colours, PROMPTS).stream()
                .max(Comparator.comparing(ZeroShot.Scored::probability))
                .orElseThrow();
        assertThat(answer.label()).isEqualTo(best.label());
        assertThat(answer.confidence()).isEqualTo(best.probability(), within(1e-5));
        assertThat(answer.imageWeight()).isOne();
        assertThat(answer.accepted()).isFalse();
      }
      TaskPrediction byTitle =
          predictor
              .predict(List.of(new PreparedListing(null, asked.get(0).tokens())))
              .get(0)
              .tasks()
              .get(0);
      assertThat(byTitle.imageWeight()).isZero();
      assertThat(byTitle.confidence()).isBetween(1.0 / 3, 1.0);
    }
  }

  @Test
  void zeroShotEvaluationMatchesPromptPredictions() throws Exception {
    CommandRun command = new CommandRun();
    List<String> arguments =
        List.of("--bundle=" + bundle.folder(), "--data=" + folder, "--prompt={} dress", "--json");
    assertThat(command.run(new EvaluateCommand(), arguments)).as(command::err).isZero();
    JsonNode measures = command.json().path("tasks").path("colour");
    assertThat(measures.path("labelled").asInt()).isEqualTo(160);
    assertThat(measures.path("acceptedShare").asDouble()).isZero();
    assertThat(measures.path("ece").asDouble()).isEqualTo(measures.path("unscaledEce").asDouble());
    double accuracy = measures.path("accuracy").asDouble();
    assertThat(accuracy).isEqualTo(rightByPrompt() / 160.0, within(1e-9));
    assertThat(
            command.run(
                new EvaluateCommand(),
                List.of("--bundle=" + bundle.folder(), "--data=" + folder, "--prompt=dress")))
        .isEqualTo(2);
    assertThat(command.err()).contains("has no {}");
  }

  private int rightByPrompt() throws Exception {
    List<String> colours = bundle.manifest().tasks().get(0).classes();
    List<String> rows = Files.readAllLines(folder.resolve("metadata.jsonl"));
    int right = 0;
    try (ClipInputs inputs = ClipInputs.of(clip, true);
        ClipModel model = ClipModel.load(clip)) {
      for (int i = 0; i < rows.size(); i++) {
        byte[] levels = inputs.levels(Files.readAllBytes(folder.resolve(i + ".png")));
        String best =
            new ZeroShot(model, inputs)
                .score(levels, colours, List.of("{} dress")).stream()
                    .max(Comparator.comparing(ZeroShot.Scored::probability))
                    .orElseThrow()
                    .label();
        right += rows.get(i).contains("\"" + best + "\"") ? 1 : 0;
      }
    }
    return right;
  }
}

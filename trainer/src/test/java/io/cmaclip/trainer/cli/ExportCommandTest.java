package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.clip.ClipModel;
import io.cmaclip.model.huggingface.ClipImport;
import io.cmaclip.model.huggingface.HuggingFaceModel;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.torchscript.TinyModel;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.trainer.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportCommandTest {
  private static final String SCRIPT = Path.of("src", "test", "python", "exported.py").toString();

  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @ParameterizedTest
  @EnumSource(names = {"CONV", "RESIDUAL"})
  void torchScriptFileReproducesRecordedAnswersInPyTorch(Stem stem) throws Exception {
    Bundle bundle =
        TinyBundle.write(folder.resolve("bundle"), TinyModel.architecture(stem, Fusion.CMA));
    Path file = folder.resolve("made/model.pt");
    assertThat(export(bundle, "--torchscript=" + file)).as(command::err).isZero();
    assertThat(file).isNotEmptyFile();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
    Python.require("torch");
    assertThat(difference("torchscript", file, bundle.folder())).isLessThan(1e-5);
  }

  @Test
  void exportedEncodersEqualImportedEncoders() throws Exception {
    Path from = new HuggingFaceModel().write(folder.resolve("hf"));
    ClipFolder imported = ClipImport.run(from, folder.resolve("clip"));
    Bundle bundle = UntrainedBundle.of(imported, folder);
    Path written = folder.resolve("written");
    assertThat(export(bundle, "--hf=" + written)).as(command::err).isZero();
    ClipFolder again = ClipImport.run(written, folder.resolve("again"));
    assertThat(again.encoders().image()).isEqualTo(imported.encoders().image());
    assertThat(again.encoders().text()).isEqualTo(imported.encoders().text());
    assertThat(again.encoders().endOfText()).isEqualTo(imported.encoders().endOfText());
    try (SafetensorsFile before = imported.openWeights();
        SafetensorsFile after = again.openWeights()) {
      assertThat(after.names()).containsExactlyElementsOf(before.names());
      for (String name : before.names()) {
        assertThat(after.get(name).data()).as(name).isEqualTo(before.get(name).data());
      }
    }
  }

  @Test
  void exportedEncodersAgreeWithHuggingFace() throws Exception {
    Python.require("transformers");
    Path from = new HuggingFaceModel().write(folder.resolve("hf"));
    ClipFolder imported = ClipImport.run(from, folder.resolve("clip"));
    Path written = folder.resolve("written");
    assertThat(export(UntrainedBundle.of(imported, folder), "--hf=" + written))
        .as(command::err)
        .isZero();
    assertThat(difference("huggingface", written, inputs(imported))).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONV", "RESIDUAL"})
  void rejectsEncodersThatAreNotClip(Stem stem) throws Exception {
    Bundle bundle =
        TinyBundle.write(folder.resolve("bundle"), TinyModel.architecture(stem, Fusion.CMA));
    assertThat(export(bundle, "--hf=" + folder.resolve("written"))).isEqualTo(1);
    assertThat(command.err()).contains("image.stem = " + stem);
    assertThat(folder.resolve("written")).doesNotExist();
    assertThat(export(bundle)).isEqualTo(2);
  }

  private static double difference(String what, Path exported, Path expected) throws Exception {
    Python.Result result = Python.run(SCRIPT, what, exported.toString(), expected.toString());
    assertThat(result.status()).as(result.output()).isZero();
    List<String> lines = result.output().lines().toList();
    return Double.parseDouble(lines.get(lines.size() - 1));
  }

  /** Titles and images with our encoders' embeddings. */
  private Path inputs(ClipFolder clip) throws IOException {
    ArrayNode all = new ObjectMapper().createArrayNode();
    Random random = new Random(4);
    try (ClipInputs inputs = ClipInputs.of(clip, false);
        ClipModel model = ClipModel.load(clip)) {
      for (String title : List.of("red dress", "", "caf\u00e9 \u65e5\u672c 12", "x".repeat(100))) {
        byte[] levels = new byte[3 * 16 * 16];
        random.nextBytes(levels);
        ObjectNode one = all.addObject().put("title", title);
        for (int id : inputs.ids(title)) {
          one.withArray("ids").add(id);
        }
        for (byte level : levels) {
          one.withArray("levels").add(level & 0xFF);
        }
        for (float value : model.embedImage(levels)) {
          one.withArray("image").add(value);
        }
        for (float value : model.embedText(inputs.ids(title))) {
          one.withArray("text").add(value);
        }
      }
    }
    Path file = folder.resolve("inputs.json");
    Files.writeString(file, all.toString());
    return file;
  }

  private int export(Bundle bundle, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--bundle=" + bundle.folder()));
    arguments.addAll(List.of(more));
    return command.run(new ExportCommand(), arguments);
  }
}

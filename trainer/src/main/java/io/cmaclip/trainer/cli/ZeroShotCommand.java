package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ImageFile;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.clip.ClipModel;
import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.errors.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip zero-shot}. */
@Command(
    name = "zero-shot",
    description = {
      "Labels an image with CLIP prompts, without training.",
      "",
      "Inserts each label into every prompt and averages the embeddings of a label's prompts."
    })
final class ZeroShotCommand implements Callable<Integer> {
  @Option(
      names = "--clip",
      required = true,
      paramLabel = "DIR",
      description = "Folder that import-clip wrote.")
  private Path clip;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "Image to label: JPEG, PNG, GIF, WebP or BMP.")
  private Path image;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "A,B,C",
      description = "Labels, separated by commas.")
  private String labels;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = Prompts.DEFAULT,
      description = "Prompt with {} for the label; may be repeated. Default: ${DEFAULT-VALUE}.")
  private List<String> prompts;

  @Option(names = "--upright", description = "Applies the image's EXIF orientation first.")
  private boolean upright;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    List<String> asked =
        Arrays.stream(labels.split(",", -1)).map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (asked.isEmpty()) {
      throw new UsageException("--labels = \"" + labels + "\": has no label");
    }
    Prompts.check(prompts);
    ClipFolder folder = ClipFolder.open(clip);
    List<ZeroShot.Scored> scored;
    try (ClipInputs inputs = ClipInputs.of(folder, upright);
        ClipModel model = ClipModel.load(folder)) {
      scored = new ZeroShot(model, inputs).score(ImageFile.levels(image, inputs), asked, prompts);
    }
    PrintWriter print = output.text();
    if (output.isJson()) {
      output.end(Map.of("labels", scored));
    } else {
      scored.forEach(
          one -> print.printf("%6.3f  %8.3f  %s%n", one.probability(), one.logit(), one.label()));
      print.flush();
    }
    return 0;
  }
}

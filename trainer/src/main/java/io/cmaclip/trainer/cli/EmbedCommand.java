package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ImageFile;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.clip.ClipModel;
import io.cmaclip.model.clip.PixelStatistics;
import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.errors.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip embed}. */
@Command(
    name = "embed",
    description = {
      "Computes CLIP's embeddings of a title, an image or both.",
      "",
      "Matches Hugging Face's CLIPProcessor and CLIPModel: special tokens in a title are"
          + " interpreted, EXIF orientation is ignored. Embeddings have length 1; the logit is"
          + " their scaled dot product."
    })
final class EmbedCommand implements Callable<Integer> {
  @Option(
      names = "--clip",
      required = true,
      paramLabel = "DIR",
      description = "Folder that import-clip wrote.")
  private Path clip;

  @Option(names = "--title", paramLabel = "TEXT", description = "Text to embed.")
  private String title;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "Image to embed: JPEG, PNG, GIF, WebP or BMP.")
  private Path image;

  @Option(names = "--upright", description = "Applies the image's EXIF orientation first.")
  private boolean upright;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    if (title == null && image == null) {
      throw new UsageException("nothing to embed: give --title TEXT, --image FILE or both");
    }
    ClipFolder folder = ClipFolder.open(clip);
    Map<String, Object> result = new LinkedHashMap<>();
    try (ClipInputs inputs = ClipInputs.of(folder, upright);
        ClipModel model = ClipModel.load(folder)) {
      int[] ids = title == null ? null : inputs.ids(title);
      byte[] levels = image == null ? null : ImageFile.levels(image, inputs);
      float[] text = ids == null ? null : model.embedText(ids);
      float[] seen = levels == null ? null : model.embedImage(levels);
      result.put("inputIds", ids);
      result.put(
          "pixelStats",
          levels == null ? null : PixelStatistics.of(levels, folder.encoders().image()));
      result.put("imageEmbedding", seen);
      result.put("textEmbedding", text);
      result.put(
          "logit", text == null || seen == null ? null : model.scale() * ZeroShot.dot(seen, text));
    }
    result.values().removeIf(value -> value == null);
    PrintWriter print = output.text();
    if (output.isJson()) {
      output.end(result);
    } else {
      result.forEach((name, value) -> print.println(name + ": " + JsonOutput.line(value)));
      print.flush();
    }
    return 0;
  }
}

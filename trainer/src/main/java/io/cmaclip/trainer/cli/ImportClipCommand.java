package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.ClipFolder;
import io.cmaclip.model.huggingface.ClipImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip import-clip}. */
@Command(
    name = "import-clip",
    description = {
      "Converts a CLIP model of transformers or open_clip for use here.",
      "",
      "Reads a folder of save_pretrained (config.json, preprocessor_config.json or"
          + " processor_config.json, model.safetensors or its shards) or of open_clip"
          + " (open_clip_config.json, open_clip_model.safetensors), with tokenizer.json or with"
          + " vocab.json and merges.txt. The result serves embed, zero-shot and train --encoders."
          + " Pickled weights are refused; the message shows how to convert them."
    })
final class ImportClipCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "HF_FOLDER",
      description = "The model's folder.")
  private Path from;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path out;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    ClipFolder imported = ClipImport.run(from, out);
    ClipEncoders encoders = imported.encoders();
    long parameters = encoders.layout().parameterCount();
    PrintWriter print = output.text();
    print.printf(
        "%s: %,d parameters, images of %d pixels, %d tokens, embeddings of %d; in %s%n",
        encoders.name(),
        parameters,
        encoders.image().height(),
        encoders.text().context(),
        encoders.projection(),
        out);
    print.flush();
    if (output.isJson()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("clip", out.toString());
      result.put("fingerprint", imported.fingerprint());
      result.put("parameters", parameters);
      output.end(result);
    }
    return 0;
  }
}

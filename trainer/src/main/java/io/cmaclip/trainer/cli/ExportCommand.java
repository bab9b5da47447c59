package io.cmaclip.trainer.cli;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.clip.EndOfText;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.huggingface.ClipExport;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip export}. */
@Command(
    name = "export",
    description = {
      "Exports a bundle's model to TorchScript or Hugging Face form.",
      "",
      "--torchscript: one float32 file for torch.jit.load of PyTorch 2. Its forward accepts"
          + " pixels (B 3 H W uint8), tokens (B T), has_image, has_text (B bool) and length"
          + " (B); it returns logits, image weights, image-only and text-only logits, and both"
          + " embeddings.",
      "--hf: the encoders and their tokenizer for CLIPModel.from_pretrained."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The model's bundle.")
  private Path bundleFolder;

  @Option(names = "--torchscript", paramLabel = "FILE", description = "TorchScript file to write.")
  private Path torchscript;

  @Option(names = "--hf", paramLabel = "DIR", description = "Hugging Face folder to write.")
  private Path huggingFace;

  @Override
  public Integer call() throws IOException {
    if (torchscript == null && huggingFace == null) {
      throw new UsageException("nothing to export: give --torchscript FILE, --hf DIR or both");
    }
    Arguments.file("--torchscript", torchscript);
    Bundle bundle = Bundle.open(bundleFolder);
    PrintWriter print = spec.commandLine().getOut();
    try (SafetensorsFile weights = bundle.openWeights()) {
      if (huggingFace != null) {
        writeHuggingFace(bundle, weights);
        print.println("encoders and tokenizer in " + huggingFace);
      }
      if (torchscript != null) {
        writeTorchScript(bundle.manifest(), weights);
        print.println("TorchScript in " + torchscript);
      }
    }
    print.flush();
    return 0;
  }

  private void writeHuggingFace(Bundle bundle, SafetensorsFile weights) throws IOException {
    Architecture architecture = bundle.manifest().architecture();
    ClipExport.write(
        huggingFace,
        new ClipEncoders(
            bundle.manifest().name(),
            architecture.image(),
            architecture.text(),
            architecture.projection(),
            new EndOfText(false, 0)),
        weights,
        Files.readAllBytes(bundle.tokenizer()));
  }

  private void writeTorchScript(BundleManifest manifest, SafetensorsFile weights)
      throws IOException {
    List<TaskShape> tasks = manifest.tasks().stream().map(BundleTask::shape).toList();
    Path target = torchscript.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path fresh = Files.createTempFile(target.getParent(), ".export-", ".pt");
    try {
      CmaClipScript.of(manifest.architecture(), tasks, weights, ModuleSettings.SERVING)
          .write(fresh);
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}

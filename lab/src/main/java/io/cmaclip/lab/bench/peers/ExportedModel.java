package io.cmaclip.lab.bench.peers;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model that peers can load.
 *
 * @param file TorchScript, as of {@code export --torchscript}
 * @param settings the manifest
 */
record ExportedModel(Path file, Path settings) {
  static ExportedModel write(Path folder, BundleManifest manifest, Weights weights)
      throws IOException {
    Path file = folder.resolve(manifest.name() + ".pt");
    CmaClipScript.of(
            manifest.architecture(), manifest.taskShapes(), weights, ModuleSettings.SERVING)
        .write(file);
    Path settings = folder.resolve(manifest.name() + ".json");
    Files.writeString(settings, Json.pretty(manifest));
    return new ExportedModel(file, settings);
  }
}

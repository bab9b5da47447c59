package io.cmaclip.it.exactlyonce;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the bundles that the project ships. */
final class ShippedBundle {
  private ShippedBundle() {}

  static Path find(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path bundle = folder.resolve("bundles").resolve(name);
      if (Files.exists(bundle.resolve("bundle.json"))) {
        return bundle;
      }
    }
    throw new IllegalStateException("bundles/" + name + " is missing");
  }
}

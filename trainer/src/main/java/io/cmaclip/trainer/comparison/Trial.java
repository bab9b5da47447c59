package io.cmaclip.trainer.comparison;

import java.nio.file.Path;

/** One training run of a comparison and the paths of its files. */
record Trial(Variant variant, long seed, Path folder) {
  String name() {
    return variant.name() + "-" + seed;
  }

  Path recipe() {
    return folder.resolve("recipes").resolve(variant.name() + ".json");
  }

  Path bundle() {
    return folder.resolve("runs").resolve(name());
  }

  /** Exists until {@code train} has finished. */
  Path checkpoints() {
    return bundle().resolveSibling(name() + ".training");
  }

  /** Output folder of {@code evaluate}. */
  Path evaluation() {
    return bundle().resolveSibling(name() + ".test");
  }

  Path log() {
    return bundle().resolveSibling(name() + ".log");
  }

  Path result() {
    return folder.resolve("results").resolve(name() + ".json");
  }
}

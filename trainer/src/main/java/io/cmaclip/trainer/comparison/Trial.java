package io.cmaclip.trainer.comparison;

import java.nio.file.Path;

/** One training run of a comparison, and where its files are. */
record Trial(Variant variant, long seed, Path folder) {
  String name() {
    return variant.name() + "-" + seed;
  }

  /** The recipe, as {@code train} reads it. */
  Path recipe() {
    return folder.resolve("recipes").resolve(variant.name() + ".json");
  }

  /** The bundle. */
  Path bundle() {
    return folder.resolve("runs").resolve(name());
  }

  /** Where {@code train} keeps its checkpoints until it is done. */
  Path checkpoints() {
    return bundle().resolveSibling(name() + ".training");
  }

  /** What {@code evaluate} wrote. */
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

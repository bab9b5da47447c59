package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.clip.ClipFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bundle of imported encoders, made by a run without an epoch. */
final class UntrainedBundle {
  private UntrainedBundle() {}

  /** Writes {@link ColouredListings} and {@code bundle} into a folder. */
  static Bundle of(ClipFolder clip, Path folder) throws IOException {
    ColouredListings.write(folder);
    Path recipe = folder.resolve("untrained.json");
    Files.writeString(
        recipe, ColouredListings.RECIPE.replaceAll("\"epochs\": \\d", "\"epochs\": 0"));
    Path to = folder.resolve("bundle");
    CommandRun command = new CommandRun();
    int status =
        command.run(
            new TrainCommand(),
            "--data=" + folder,
            "--config=" + recipe,
            "--encoders=" + clip.folder(),
            "--no-report",
            "--out=" + to);
    assertThat(status).as(command::err).isZero();
    return Bundle.open(to);
  }
}

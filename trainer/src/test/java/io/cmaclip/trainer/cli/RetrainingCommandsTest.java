package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.pytorch.PyTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From decisions to a better bundle: {@code train --decisions}, then {@code promote}. */
class RetrainingCommandsTest {
  private static final int TRAINING = 120;

  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  /** The rows with the right labels. */
  private List<String> rows;

  @BeforeAll
  static void useOneThread() {
    PyTorch.load();
    JniUtils.setNumThreads(1);
  }

  @BeforeEach
  void writeListings() throws IOException {
    ColouredListings.write(folder);
    rows = Files.readAllLines(folder.resolve("metadata.jsonl"));
    List<String> declared = new ArrayList<>();
    for (int i = 0; i < TRAINING; i++) {
      declared.add(isWronglyDeclared(i) ? rows.get(i).replace("\"red\"", "\"blue\"") : rows.get(i));
    }
    Files.write(folder.resolve("shop.jsonl"), declared);
    Files.write(folder.resolve("audited.jsonl"), rows.subList(TRAINING, rows.size()));
  }

  /** Sellers call most of the red things blue. */
  private boolean isWronglyDeclared(int row) {
    return row % 5 != 0 && rows.get(row).contains("\"red\"");
  }

  @Test
  void labelsOfReviewersCorrectThoseOfTheShopAndTheCandidateIsPromoted() throws IOException {
    Path decided = writeDecided();
    assertThat(train("--out=" + folder.resolve("current"))).as(command::err).isZero();
    assertThat(
            train(
                "--decisions=" + decided,
                "--encoders=" + folder.resolve("current"),
                "--out=" + folder.resolve("candidate")))
        .as(command::err)
        .isZero();
    assertThat(command.out()).contains("heads reused: colour", "decided listings");
    assertThat(Bundle.open(folder.resolve("candidate")).manifest().training().get("decisions"))
        .isEqualTo(Checksum.of(Files.readAllBytes(decided.resolve("metadata.jsonl"))));
    int exit =
        command.run(
            new PromoteCommand(),
            "--bundle=" + folder.resolve("current"),
            "--candidate=" + folder.resolve("candidate"),
            "--data=" + folder,
            "--metadata=audited.jsonl");
    assertThat(exit).as(() -> command.out() + command.err()).isZero();
    assertThat(command.out()).contains(": promoted");
  }

  /** As {@code collect} does. */
  private Path writeDecided() throws IOException {
    Path decided = folder.resolve("decided");
    Files.createDirectories(decided.resolve("images"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < TRAINING; i++) {
      if (isWronglyDeclared(i)) {
        Files.copy(folder.resolve(i + ".png"), decided.resolve("images/" + i + ".img"));
        lines.add(rows.get(i).replace(i + ".png", "images/" + i + ".img"));
      }
    }
    Files.write(decided.resolve("metadata.jsonl"), lines);
    return decided;
  }

  private int train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data=" + folder,
                "--metadata=shop.jsonl",
                "--config=" + folder.resolve("tiny.json"),
                "--no-report"));
    arguments.addAll(List.of(more));
    return command.run(new TrainCommand(), arguments);
  }
}

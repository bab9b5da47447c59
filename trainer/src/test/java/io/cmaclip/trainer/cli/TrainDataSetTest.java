package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} on data sets that need decisions. No stage has an epoch. */
class TrainDataSetTest {
  private static final String HEADER =
      "file_name,sku,text,colour,size,price,url,listed,brand,note\n";

  @TempDir Path folder;
  private final CommandRun command = new CommandRun();

  @BeforeEach
  void writeListings() throws IOException {
    ColouredListings.write(folder);
    Files.writeString(
        folder.resolve("untrained.json"),
        ColouredListings.RECIPE.replaceAll("\"epochs\": \\d", "\"epochs\": 0"));
  }

  @Test
  void learnsAttributesAndNamesTheColumnsThatAreNone() throws IOException {
    writeCsv();
    assertThat(train("--metadata=shop.csv", "--id=sku")).as(command::err).isZero();
    assertThat(tasks()).containsExactly("colour");
    assertThat(command.out())
        .contains(
            "field brand is not learned: it has one value, Acme",
            "field listed is not learned: its values are dates",
            "field note is not learned: 144 values in 144 listings",
            "field price is not learned: its values are numbers",
            "field size is not learned: its values are numbers",
            "field url is not learned: its values are URLs",
            "task colour: 3 classes");
    assertThat(Bundle.open(folder.resolve("bundle")).profile().data()).endsWith(", shop.csv");
  }

  @Test
  void learnsTheColumnsThatTasksNames() throws IOException {
    writeCsv();
    assertThat(train("--metadata=shop.csv", "--id=sku", "--tasks=size,brand")).isEqualTo(1);
    assertThat(command.err()).contains("task brand: the training split has 1 values");
    assertThat(train("--metadata=shop.csv", "--id=sku", "--tasks=size")).as(command::err).isZero();
    assertThat(tasks()).containsExactly("size");
    assertThat(command.out()).doesNotContain("is not learned");
  }

  @Test
  void endsWithAnErrorIfImagesAreMissing() throws IOException {
    String rows = Files.readString(folder.resolve("metadata.jsonl"));
    Files.writeString(folder.resolve("metadata.jsonl"), rows.replace("\"1", "\"photos/1"));
    assertThat(train()).isEqualTo(1);
    assertThat(command.err())
        .contains(
            "of 160 images 71 are missing (the first: photos/1.png)", "--max-missing-images 0.1");
    assertThat(folder.resolve("bundle")).doesNotExist();
    assertThat(train("--max-missing-images=0.5")).as(command::err).isZero();
    assertThat(command.out()).contains("71 images missing");
    assertThat(train("--max-missing-images=2")).isEqualTo(2);
  }

  private void writeCsv() throws IOException {
    List<String> colours = List.of("red", "green", "blue");
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 160; i++) {
      rows.append(
          "%d.png,S-%d,\"Dress, number %d\",%s,%d.0,%d.99,https://shop.example/%d,2024-05-%02d,Acme,note %d\n"
              .formatted(i, i, i, colours.get(i % 3), 36 + 2 * (i % 4), i % 9, i, 1 + i % 28, i));
    }
    Files.writeString(folder.resolve("shop.csv"), rows);
  }

  private List<String> tasks() {
    return Bundle.open(folder.resolve("bundle")).manifest().tasks().stream()
        .map(BundleTask::name)
        .toList();
  }

  private int train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data=" + folder,
                "--config=" + folder.resolve("untrained.json"),
                "--no-report",
                "--out=" + folder.resolve("bundle")));
    arguments.addAll(List.of(more));
    return command.run(new TrainCommand(), arguments);
  }
}

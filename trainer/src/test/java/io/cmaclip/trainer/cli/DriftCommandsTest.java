package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.trainer.garments.GarmentFolder;
import io.cmaclip.trainer.garments.GarmentShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code profile} and {@code drift}. */
class DriftCommandsTest {
  private static final int LISTINGS = 300;

  @TempDir private Path folder;
  private final CommandRun command = new CommandRun();

  @Test
  void detectsSwappedImagesWithAProfileOfOtherListings() throws IOException {
    Path bundle = shipped("garments");
    String known = arguments(bundle, render(11));
    assertThat(command.run(new ProfileCommand(), known.split(" "))).as(command.err()).isZero();
    assertThat(command.json().path("listings").asInt()).isEqualTo(LISTINGS);
    assertThat(command.json().path("fingerprint").asText())
        .isEqualTo(Bundle.open(bundle).fingerprint());
    String others = arguments(bundle, render(12)) + " --window " + LISTINGS + " --windows 50";
    assertThat(command.run(new DriftCommand(), others.split(" "))).as(command.err()).isZero();
    assertThat(alarmed(0)).isEmpty();
    assertThat(alarmed(1)).contains("colour CONFIDENCE", "pattern IMAGE_WEIGHT");
  }

  @Test
  void rejectsABundleWithoutProfile() throws IOException {
    Path tiny = TinyBundle.write(folder.resolve("tiny")).folder();
    assertThat(command.run(new DriftCommand(), "--bundle", tiny.toString(), "--data", "none"))
        .isEqualTo(1);
    assertThat(command.err()).contains("it has no profile; create one with ./cmaclip profile");
  }

  @Test
  void rejectsListingsWithoutAnswers() throws IOException {
    Path tiny = TinyBundle.write(folder.resolve("tiny")).folder();
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("metadata.jsonl"), "{\"id\": \"1\", \"title\": \"\"}\n");
    assertThat(
            command.run(
                new ProfileCommand(), "--bundle", tiny.toString(), "--data", data.toString()))
        .isEqualTo(1);
    assertThat(command.err()).endsWith("data: a profile needs at least one prediction");
    assertThat(Bundle.open(tiny).profile()).isNull();
  }

  /** Tasks and measures of which most windows raised an alarm. */
  private Set<String> alarmed(double swapped) throws IOException {
    return StreamSupport.stream(command.json().path("rows").spliterator(), false)
        .filter(row -> row.path("swapped").asDouble() == swapped)
        .filter(row -> row.path("alarms").asDouble() > 0.5)
        .map(DriftCommandsTest::name)
        .collect(Collectors.toSet());
  }

  private static String name(JsonNode row) {
    return row.path("task").asText() + " " + row.path("measure").asText();
  }

  private static String arguments(Path bundle, Path data) {
    return "--bundle " + bundle + " --data " + data + " --json";
  }

  private Path render(long seed) throws IOException {
    Path data = folder.resolve("garments-" + seed);
    try (ProgressBar bar = ProgressBar.start("render", "listings", LISTINGS)) {
      GarmentFolder.write(new GarmentShop(seed), LISTINGS, data, bar);
    }
    return data;
  }

  /** Copies the bundle. */
  private Path shipped(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(Path.of("../bundles", name))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}

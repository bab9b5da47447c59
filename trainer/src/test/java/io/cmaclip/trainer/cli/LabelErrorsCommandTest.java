package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.trainer.garments.GarmentFolder;
import io.cmaclip.trainer.garments.GarmentShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code label-errors}. */
class LabelErrorsCommandTest {
  private static final Path FASHION = Path.of("../../shared/data/fashion-products/validation.zip");

  @TempDir private static Path shared;
  private static Path garments;

  @TempDir private Path folder;
  private final CommandRun command = new CommandRun();

  @BeforeAll
  static void draw() throws IOException {
    garments = shared.resolve("garments");
    try (ProgressBar bar = ProgressBar.start("render", "listings", 500)) {
      GarmentFolder.write(new GarmentShop(33), 500, garments, bar);
    }
  }

  @Test
  void mostOfTheFirstLabelsFoundAreTheInjectedOnes() throws IOException {
    Path out = folder.resolve("errors.jsonl");
    Path keys = folder.resolve("keys.txt");
    run(
        "--data=" + garments,
        "--bundle=../bundles/garments",
        "--inject=0.1",
        "--limit=40",
        "--out=" + out,
        "--keys=" + keys,
        "--json");
    JsonNode result = command.json();
    assertThat(result.path("selfCheck").path("precision").asDouble()).isGreaterThan(0.7);
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(40).hasSize(result.path("errors").size());
    double last = -2;
    Set<String> ids = new HashSet<>();
    for (JsonNode error : result.path("errors")) {
      assertThat(error.path("margin").asDouble()).isBetween(last, 1.0);
      last = error.path("margin").asDouble();
      assertThat(error.path("suggested")).isNotEqualTo(error.path("given"));
      ids.add(error.path("id").asText());
    }
    assertThat(Files.readAllLines(keys))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void crossFittingFindsWrongLabelsOfListingsThatNoBundleKnows() throws IOException {
    ColouredListings.write(folder);
    run("--data=" + folder, "--tasks=colour", "--inject=0.1", "--limit=10", "--json");
    JsonNode check = command.json().path("selfCheck");
    assertThat(check.path("injected").asInt()).isBetween(8, 30);
    assertThat(check.path("precision").asDouble()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void theSameSeedInjectsTheSameErrors() throws IOException {
    String[] options = {"--data=" + garments, "--bundle=../bundles/garments", "--inject=0.2"};
    run(options);
    String first = command.out();
    run(options);
    assertThat(command.out()).isEqualTo(first + first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--folds=1 | --folds = 1: must be between 2 and 20",
        "--limit=0 | --limit = 0: must be between 1",
        "--prune=all | --prune = all: must be noise-rate, class, both",
        "--rank=p | --rank = p: must be margin, self-confidence",
        "--inject=0.6 | --inject = 0.6: must be above 0 and at most 0.5",
        "--tasks=size --bundle=../bundles/garments | --tasks = size: must be a task of the bundle"
      })
  void refusesWrongOptions(String options, String message) {
    String arguments = "--data=" + garments + " " + options;
    assertThat(command.run(new LabelErrorsCommand(), arguments.split(" "))).isEqualTo(2);
    assertThat(command.err()).contains(message);
  }

  @Test
  void ofTheFirst200LabelsFoundOnFashionListings70PercentAreInjected() throws IOException {
    assumeThat(FASHION).as("skipped: %s is not there", FASHION).exists();
    run(
        "--data=" + FASHION,
        "--metadata=metadata-noisy.jsonl",
        "--bundle=../bundles/fashion-products",
        "--inject=0.1",
        "--json");
    assertThat(command.json().path("selfCheck").path("precision").asDouble())
        .isGreaterThanOrEqualTo(0.7);
  }

  private void run(String... options) {
    assertThat(command.run(new LabelErrorsCommand(), options)).as(command::err).isZero();
  }
}

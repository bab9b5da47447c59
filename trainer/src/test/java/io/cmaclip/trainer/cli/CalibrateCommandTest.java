package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.trainer.garments.GarmentFolder;
import io.cmaclip.trainer.garments.GarmentShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code calibrate}. */
class CalibrateCommandTest {
  private static final int LISTINGS = 400;

  @TempDir private Path folder;
  private final CommandRun command = new CommandRun();

  @Test
  void fitsOperatingPointsThatOnlyTheirNumberFormatUses() throws IOException {
    Path bundle = garments();
    Bundle before = Bundle.open(bundle);
    int status =
        command.run(
            new CalibrateCommand(),
            "--bundle=" + bundle,
            "--data=" + listings(),
            "--precision=int8",
            "--json");
    assertThat(status).as(command.err()).isZero();
    Bundle after = Bundle.open(bundle);
    assertThat(command.json().path("fingerprint").asText()).isEqualTo(after.fingerprint());
    BundleTask task = after.manifest().tasks().get(0);
    assertThat(task.operatingPoints())
        .isEqualTo(before.manifest().tasks().get(0).operatingPoints());
    JsonNode report = command.json().path("tasks").path(task.name()).path("BOTH");
    assertThat(report.path("after").path("labelled").asInt()).isGreaterThan(LISTINGS / 2);
    assertThat(report.path("after").path("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(task.reducedPrecision().get("int8").get(ModalityState.BOTH).temperature())
        .isEqualTo(report.path("fitted").path("temperature").asDouble())
        .isNotEqualTo(task.operatingPoint(ModalityState.BOTH).temperature());

    PredictorSettings settings = PredictorSettings.DEFAULT.withWarmUpBatch(0);
    assertThat(used(after, settings)).isEqualTo(task.operatingPoint(ModalityState.BOTH));
    assertThat(used(after, settings.withPrecision(Precision.INT8)))
        .isEqualTo(task.reducedPrecision().get("int8").get(ModalityState.BOTH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--precision=float32 | --precision = float32: must be int8 or bfloat16",
        "--precision=auto | --precision = auto: must be int8 or bfloat16",
        "--precision=int4 | --precision = int4: must be int8 or bfloat16",
        "--precision=int8 --accept-precision=1 | --accept-precision = 1.0: must be above 0",
        "--precision=int8 --workers=0 | --workers = 0: must be between 1 and 64"
      })
  void refusesWrongOptions(String options, String message) {
    String arguments = "--bundle=none --data=none " + options;
    assertThat(command.run(new CalibrateCommand(), arguments.split(" "))).isEqualTo(2);
    assertThat(command.err()).contains(message);
  }

  private static OperatingPoint used(Bundle bundle, PredictorSettings settings) {
    try (CmaClipPredictor predictor = CmaClipPredictor.load(bundle, settings)) {
      return predictor.manifest().tasks().get(0).operatingPoint(ModalityState.BOTH);
    }
  }

  private Path listings() throws IOException {
    Path data = folder.resolve("listings");
    try (ProgressBar bar = ProgressBar.start("render", "listings", LISTINGS)) {
      GarmentFolder.write(new GarmentShop(21), LISTINGS, data, bar);
    }
    return data;
  }

  private Path garments() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("bundle"));
    try (Stream<Path> files = Files.list(Path.of("../bundles/garments"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}

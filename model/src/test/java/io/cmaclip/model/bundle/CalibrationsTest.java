package io.cmaclip.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.TinyBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

  @TempDir private Path parent;
  private Bundle trained;

  @BeforeEach
  void write() throws Exception {
    trained = TinyBundle.write(parent.resolve("tiny"));
  }

  @Test
  void aCalibrationChangesOperatingPointsVersionAndFingerprintAlone() throws Exception {
    Bundle first = Calibrations.apply(trained, tasks(0.61), NOW);
    assertThat(first.manifest().version()).isEqualTo("1+calibration.1");
    assertThat(Calibrations.number(first)).isEqualTo(1);
    assertThat(first.fingerprint()).isNotEqualTo(trained.fingerprint());
    assertThat(first.manifest().files()).isEqualTo(trained.manifest().files());
    BundleTask task = Bundle.open(first.folder()).manifest().tasks().get(0);
    assertThat(task.operatingPoint(ModalityState.BOTH)).isEqualTo(new OperatingPoint(2, 0.61));
    assertThat(task.refusedLabels()).containsExactly("green");
    assertThat(Calibrations.of(first))
        .extracting(Calibration::fingerprint)
        .containsExactly(trained.fingerprint(), first.fingerprint());
  }

  @Test
  void rollsBackStepByStepToTheFormerFingerprints() throws Exception {
    Bundle first = Calibrations.apply(trained, tasks(0.61), NOW);
    Bundle second = Calibrations.apply(first, tasks(0.62), NOW);
    assertThat(second.manifest().version()).isEqualTo("1+calibration.2");
    assertThat(Calibrations.rollback(second).fingerprint()).isEqualTo(first.fingerprint());
    Bundle back = Calibrations.rollback(Bundle.open(first.folder()));
    assertThat(back.fingerprint()).isEqualTo(trained.fingerprint());
    assertThat(back.manifest()).isEqualTo(trained.manifest());
    assertThatThrownBy(() -> Calibrations.rollback(back))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no calibration is in force");
  }

  @Test
  void aCalibrationAfterARollbackGetsANewNumberAndReturnsToTheOneItReplaced() throws Exception {
    Bundle first = Calibrations.apply(trained, tasks(0.61), NOW);
    Calibrations.apply(first, tasks(0.62), NOW);
    Bundle back = Calibrations.rollback(Bundle.open(first.folder()));
    Bundle third = Calibrations.apply(back, tasks(0.63), NOW);
    assertThat(third.manifest().version()).isEqualTo("1+calibration.3");
    assertThat(Calibrations.rollback(third).fingerprint()).isEqualTo(first.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "9+calibration.3, 10", "1.4, 1.5", "summer-7b, summer-8b", "summer, 1"})
  void aBundleTrainedFromAnotherOneGetsTheNextVersion(String version, String next) {
    assertThat(Calibrations.nextTrained(version)).isEqualTo(next);
  }

  @Test
  void aMissingCalibrationIsNamed() throws Exception {
    Bundle first = Calibrations.apply(trained, tasks(0.61), NOW);
    Files.delete(first.folder().resolve("calibration-0.json"));
    assertThatThrownBy(() -> Calibrations.rollback(first))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("calibration-0.json is missing");
  }

  private List<BundleTask> tasks(double threshold) {
    BundleTask first = trained.manifest().tasks().get(0);
    return List.of(
        new BundleTask(
            first.name(),
            first.classes(),
            Map.of(ModalityState.BOTH, new OperatingPoint(2, threshold)),
            Map.of(),
            Set.of("green")),
        trained.manifest().tasks().get(1));
  }
}

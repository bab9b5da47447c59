package io.cmaclip.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.predictor.TinyBundle;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryRunTest {
  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void theResidentSetIsReadBeforeAndAfterThePredictions() throws Exception {
    Bundle bundle = TinyBundle.write(folder.resolve("tiny"));
    MemoryRun.Result result = new MemoryRun(bundle, 2).run(50, 100);
    assertThat(result.predictions()).isEqualTo(100);
    assertThat(result.residentAfterWarmUp()).isGreaterThan(50L << 20);
    assertThat(result.growth()).isBetween(-0.9, 1.0);
    assertThat(new MemoryRun.Result(1, 1, 200, 206, 0).growth()).isEqualTo(206 / 200.0 - 1);
  }
}

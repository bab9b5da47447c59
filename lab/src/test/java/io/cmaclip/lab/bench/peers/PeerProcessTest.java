package io.cmaclip.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerProcessTest {
  @TempDir private Path folder;

  @Test
  void asksTheProcessForRates() throws IOException {
    String script = "echo 1e-6; while read batch tokens seconds; do echo $batch$tokens; done";
    try (PeerProcess process = start(script)) {
      assertThat(process.greeting()).isEqualTo("1e-6");
      assertThat(process.perSecond(8, 24, 0.5)).isEqualTo(824);
      assertThat(process.perSecond(1, 3, 0)).isEqualTo(13);
    }
  }

  @Test
  void aPeerThatIsNotInstalledSaysWhy() {
    String script = "echo Traceback >&2; echo 'No module named openvino' >&2; exit 1";
    assertThatThrownBy(() -> start(script))
        .isInstanceOf(PeerMissingException.class)
        .hasMessage("No module named openvino");
    assertThatThrownBy(
            () -> PeerProcess.start("peer", List.of("/none/python"), folder.resolve("log")))
        .isInstanceOf(PeerMissingException.class)
        .hasMessage("/none/python cannot be started");
  }

  @Test
  void aPeerThatEndsInAMeasurementEndsTheBenchmark() throws IOException {
    try (PeerProcess process = start("echo ready; read line; echo out of memory >&2")) {
      assertThatThrownBy(() -> process.perSecond(32, 24, 1))
          .isInstanceOf(UserException.class)
          .hasMessage("peer ended in the measurement of batch 32: out of memory");
    }
  }

  private PeerProcess start(String script) throws IOException {
    return PeerProcess.start("peer", List.of("sh", "-c", script), folder.resolve("log"));
  }
}

package io.cmaclip.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.errors.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code bench peers} without Python. */
class BenchPeersCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesEachMissingPeerAndSucceeds() {
    String bundle = Path.of("../bundles/garments").toAbsolutePath().normalize().toString();
    assertThat(
            run(
                "--python=/none/python",
                "--models=" + bundle,
                "--peers=openvino,torch",
                "--only=predictor",
                "--json"))
        .as(err::toString)
        .isZero();
    assertThat(err.toString()).contains("openvino is left out: /none/python cannot be started");
    assertThat(out.toString())
        .contains("\"predictor\":[]")
        .contains("\"torch\":\"/none/python cannot be started\"");
  }

  @ParameterizedTest
  @CsvSource({
    "--peers=tensorrt, --peers = tensorrt: must be of onnxruntime",
    "--batches=0, --batches = [0]: must be between 1 and 1024",
    "--only=speed, --only = [speed]: must be of [predictor",
    "--listings=10, --listings = 10: must be at least 1000",
    "--rounds=0, threads and rounds must be at least 1"
  })
  void refusesWrongOptions(String option, String message) {
    assertThat(run("--models=none", option)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new BenchPeersCommand());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          err.append(String.valueOf(failure.getMessage()));
          return failure instanceof UsageException ? 2 : 70;
        });
    return line.execute(arguments);
  }
}

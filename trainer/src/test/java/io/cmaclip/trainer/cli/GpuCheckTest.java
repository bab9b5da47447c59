package io.cmaclip.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.trainer.Python;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/gpu/check.py} on the CPU, with a shipped bundle. */
class GpuCheckTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path BUNDLE = ROOT.resolve("bundles").resolve("garments");
  private static final long MOST_BYTES = 60_000_000;

  @TempDir Path folder;

  @BeforeEach
  void pack() throws Exception {
    Python.require("torch");
    CommandRun command = new CommandRun();
    int status =
        command.run(
            new ExportCommand(),
            "--bundle=" + BUNDLE,
            "--torchscript=" + folder.resolve("model.pt"));
    assertThat(status).as(command::err).isZero();
    for (String file : new String[] {"bundle.json", "selftest.safetensors"}) {
      Files.copy(BUNDLE.resolve(file), folder.resolve(file));
    }
    Files.copy(
        ROOT.resolve("deploy").resolve("gpu").resolve("check.py"), folder.resolve("check.py"));
  }

  private Python.Result check(String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = folder.resolve("check.py").toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Python.run(arguments);
  }

  private static JsonNode json(Python.Result result) throws Exception {
    String line =
        result.output().lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow();
    return new ObjectMapper().readTree(line);
  }

  @Test
  void everyNumberFormatAgreesWithTheStoredOutputsAndIsMeasured() throws Exception {
    Python.Result result = check("--device=cpu", "--batches=1,3", "--seconds=0");
    assertThat(result.status()).as(result.output()).isZero();
    JsonNode found = json(result);
    assertThat(found.path("passed").booleanValue()).isTrue();
    assertThat(found.path("bundle").textValue()).isEqualTo("garments");
    for (String mode : new String[] {"float32", "float16", "bfloat16"}) {
      JsonNode one = found.path("modes").path(mode);
      assertThat(one.path("passed").booleanValue()).as(mode).isTrue();
      assertThat(one.path("labels").intValue()).isEqualTo(3 * 256);
      assertThat(one.path("batches").path("1").path("eager").doubleValue()).isPositive();
      assertThat(one.path("batches").path("3").path("eager").doubleValue()).isPositive();
    }
    assertThat(found.path("modes").path("float32").path("greatestDifference").doubleValue())
        .isLessThan(1e-4);
    assertThat(size()).isLessThan(MOST_BYTES);
  }

  private long size() throws Exception {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void failsWhenAStoredOutputDiffers() throws Exception {
    assertThat(failing(1000f)).isTrue();
  }

  @Test
  void failsWhenAStoredOutputIsNotANumber() throws Exception {
    assertThat(failing(Float.NaN)).isTrue();
  }

  /** Replaces the first stored output; returns whether float32 failed. */
  private boolean failing(float value) throws Exception {
    Path file = folder.resolve("selftest.safetensors");
    ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(data.getLong(0));
    JsonNode names = new ObjectMapper().readTree(data.array(), 8, header);
    data.putFloat(8 + header + names.at("/output.0/data_offsets/0").intValue(), value);
    Files.write(file, data.array());
    Python.Result result = check("--device=cpu", "--batches=1", "--seconds=0");
    assertThat(result.status()).as(result.output()).isEqualTo(1);
    return !json(result).at("/modes/float32/passed").booleanValue();
  }

  @Test
  void refusesADeviceThatIsNotThereByName() throws Exception {
    Python.Result result = check("--device=cuda:99");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("--device cuda:99");
  }
}

package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What {@code src/test/python/reference.py} calculated with PyTorch. */
enum Reference {
  /** Once, kept with the tests. */
  STORED {
    @Override
    JsonNode read(String file) throws IOException {
      try (InputStream in = Reference.class.getResourceAsStream(file)) {
        return JSON.readTree(in);
      }
    }
  },
  /** Now, by the interpreter that {@code CMACLIP_PYTHON} names, or else {@code python3}. */
  CALCULATED {
    @Override
    JsonNode read(String file) throws IOException, InterruptedException {
      assumeTrue(
          run("-c", "import torch"),
          () -> "skipped: " + PYTHON + " has no PyTorch; the stored reference was compared");
      Path folder = Files.createTempDirectory("cmaclip-reference");
      try {
        String script = Path.of("src", "test", "python", "reference.py").toString();
        assertThat(run(script, folder.toString())).isTrue();
        return JSON.readTree(folder.resolve(file).toFile());
      } finally {
        Files.deleteIfExists(folder.resolve("forward.json"));
        Files.deleteIfExists(folder.resolve("adamw.json"));
        Files.deleteIfExists(folder);
      }
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PYTHON = System.getenv().getOrDefault("CMACLIP_PYTHON", "python3");
  private static final long MINUTES = 5;

  /**
   * One of the files that the script writes; skips the test where that takes PyTorch and there is
   * none.
   */
  abstract JsonNode read(String file) throws IOException, InterruptedException;

  private static boolean run(String... arguments) throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

package io.cmaclip.trainer.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.trainer.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results that {@code src/test/python/reference.py} computes with PyTorch. */
enum Reference {
  /** Stored with the tests. */
  STORED {
    @Override
    JsonNode read(String file) throws IOException {
      try (InputStream in = Reference.class.getResourceAsStream(file)) {
        return JSON.readTree(in);
      }
    }
  },
  /** Computed now; skipped without PyTorch, because the stored results are always compared. */
  CALCULATED {
    @Override
    JsonNode read(String file) throws IOException, InterruptedException {
      Python.require("torch");
      Path folder = Files.createTempDirectory("cmaclip-reference");
      try {
        String script = Path.of("src", "test", "python", "reference.py").toString();
        assertThat(Python.run(script, folder.toString()).status()).isZero();
        return JSON.readTree(folder.resolve(file).toFile());
      } finally {
        Files.deleteIfExists(folder.resolve("forward.json"));
        Files.deleteIfExists(folder.resolve("adamw.json"));
        Files.deleteIfExists(folder);
      }
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One of the files that the script writes; skips the test where that takes PyTorch and there is
   * none.
   */
  abstract JsonNode read(String file) throws IOException, InterruptedException;
}

package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSourceTest {
  @TempDir private Path folder;

  @Test
  void refusesAnUnreadableFileWithItsNameAndTheReason() throws Exception {
    Path file = folder.resolve("service.properties");
    refused(file, "no such file");
    Files.createDirectory(file);
    refused(file, "is a folder, not a file");
    Files.delete(file);
    Files.writeString(file, "bundle = \\u12");
    refused(file, "cannot be read (Malformed \\uxxxx encoding.)");
    Files.write(file, new byte[] {'a', '=', (byte) 0xFF});
    refused(file, "is not text in UTF-8");
    Files.write(file, new byte[(1 << 20) + 1]);
    refused(file, "is larger than 1 MB");
  }

  @Test
  void namesTheFileOfAnUnknownKey() throws Exception {
    Path file = Files.writeString(folder.resolve("service.properties"), "thread = 2\n");
    assertThatThrownBy(() -> ServiceConfig.of(List.of(ConfigSource.file(file))))
        .hasMessage("unknown key thread (" + file + "); did you mean threads?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "threads:2", "=hunter2", "kafka.ssl.key.password hunter2"})
  void namesAMalformedAssignmentByItsPositionBecauseItMayContainASecret(String assignment) {
    assertThatThrownBy(() -> ConfigSource.assignments(List.of("threads=2", assignment)))
        .isInstanceOf(UserException.class)
        .hasMessage("--set, number 2: must be KEY=VALUE");
  }

  @Test
  void acceptsAnEqualsSignInAValue() {
    assertThat(ConfigSource.assignments(List.of("a = b=c ")).values())
        .isEqualTo(Map.of("a", "b=c"));
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> ConfigSource.file(file))
        .isInstanceOf(UserException.class)
        .hasMessage("--config " + file + ": " + why);
  }
}

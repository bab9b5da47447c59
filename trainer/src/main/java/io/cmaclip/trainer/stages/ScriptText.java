package io.cmaclip.trainer.stages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** TorchScript texts of this package. */
final class ScriptText {
  private ScriptText() {}

  static String of(String name) {
    try (InputStream in = ScriptText.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

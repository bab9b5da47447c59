package io.cmaclip.model.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that can be written as an archive: a module tree with weights, and the texts that its
 * classes stand in. The texts are TorchScript with what {@code cma_clip.py} says at its top.
 */
public record Script(ScriptModule root, List<String> texts) {
  public Script {
    texts = List.copyOf(texts);
  }

  /** With texts that are resources beside a class. */
  public static Script of(ScriptModule root, Class<?> place, String... resources) {
    return new Script(root, Stream.of(resources).map(name -> text(place, name)).toList());
  }

  /** This model inside another module, whose class stands in one more text beside a class. */
  public Script within(ScriptModule outer, Class<?> place, String resource) {
    return new Script(
        outer, Stream.concat(texts.stream(), of(outer, place, resource).texts.stream()).toList());
  }

  private static String text(Class<?> place, String resource) {
    try (InputStream in = place.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an archive that any PyTorch loads, replacing what is there. */
  public void write(Path archive) throws IOException {
    TorchScriptArchive.write(archive, root, ScriptText.of(root, texts));
  }
}

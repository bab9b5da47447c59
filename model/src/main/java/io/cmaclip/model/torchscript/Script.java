package io.cmaclip.model.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that can be written as an archive: a module tree with weights, and the texts of its
 * classes in the dialect described in {@link ScriptText}.
 */
public record Script(ScriptModule root, List<String> texts) {
  public Script {
    texts = List.copyOf(texts);
  }

  /** Creates a model from resources in the package of a class. */
  public static Script of(ScriptModule root, Class<?> place, String... resources) {
    return new Script(root, Stream.of(resources).map(name -> text(place, name)).toList());
  }

  /** Returns this model as part of another module, whose class is in an additional resource. */
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

  /** Writes an archive for any PyTorch, replacing an existing file. */
  public void write(Path archive) throws IOException {
    TorchScriptArchive.write(archive, root, ScriptText.of(root, texts));
  }
}

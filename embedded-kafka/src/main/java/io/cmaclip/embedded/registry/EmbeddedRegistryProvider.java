package io.cmaclip.embedded.registry;

import io.cmaclip.schemas.serde.InProcessRegistry;
import java.io.IOException;
import java.nio.file.Path;

/** The registry of {@code schema.registry.url = embedded:}. */
public final class EmbeddedRegistryProvider implements InProcessRegistry {
  @Override
  public Running start(Path folder) throws IOException {
    return EmbeddedRegistry.start(0, folder);
  }
}

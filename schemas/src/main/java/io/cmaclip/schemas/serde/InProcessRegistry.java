package io.cmaclip.schemas.serde;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts a schema registry inside this process, for {@code schema.registry.url = embedded:}. Found
 * by {@link java.util.ServiceLoader}: module embedded-kafka provides one; a service alone has none.
 */
public interface InProcessRegistry {
  /**
   * Starts a registry on the loopback address; it answers when this returns.
   *
   * @param folder where schemas are kept; null keeps them in memory
   * @throws IOException when the folder cannot be used
   */
  Running start(Path folder) throws IOException;

  /** A registry that runs until it is closed. */
  interface Running extends AutoCloseable {
    /** Its address, for example {@code http://127.0.0.1:41234}. */
    String url();

    @Override
    void close();
  }
}

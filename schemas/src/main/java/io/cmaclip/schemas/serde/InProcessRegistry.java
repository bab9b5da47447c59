package io.cmaclip.schemas.serde;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts a schema registry inside this process, for {@code schema.registry.url = embedded:}. {@link
 * java.util.ServiceLoader} finds the implementation of module embedded-kafka; the service's image
 * contains none.
 */
public interface InProcessRegistry {
  /**
   * Starts a registry on the loopback address. It accepts requests when this method returns.
   *
   * @param folder folder of the schemas; null keeps them in memory
   * @throws IOException if the folder cannot be used
   */
  Running start(Path folder) throws IOException;

  /** A running registry; {@link #close} stops it. */
  interface Running extends AutoCloseable {
    /** Address, for example {@code http://127.0.0.1:41234}. */
    String url();

    @Override
    void close();
  }
}

package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistrySettings;
import io.cmaclip.schemas.client.SettingReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;

/**
 * The registry of a serde. {@code embedded:} (in memory) and {@code embedded:FOLDER} start a
 * registry in this process; all leases with the same address share it, and closing the last one
 * stops it. Thread-safe.
 */
final class RegistryLease implements AutoCloseable {
  private static final String EMBEDDED = "embedded:";

  /**
   * Process-wide, because serdes that Kafka creates from a configuration share only the address.
   * Guarded by its own monitor.
   */
  private static final Map<String, Shared> RUNNING = new HashMap<>();

  private static final class Shared {
    private final InProcessRegistry.Running registry;
    private int leases;

    Shared(InProcessRegistry.Running registry) {
      this.registry = registry;
    }
  }

  private final Map<String, Object> config;
  private String embedded;

  private RegistryLease(Map<String, Object> config, String embedded) {
    this.config = config;
    this.embedded = embedded;
  }

  static RegistryLease of(Map<String, ?> config) {
    Map<String, Object> resolved = new HashMap<>(config);
    String url = new SettingReader(config).text(RegistrySettings.URL, "");
    if (!url.startsWith(EMBEDDED)) {
      return new RegistryLease(resolved, null);
    }
    synchronized (RUNNING) {
      Shared shared = RUNNING.computeIfAbsent(url, RegistryLease::start);
      shared.leases++;
      resolved.put(RegistrySettings.URL, shared.registry.url());
    }
    return new RegistryLease(resolved, url);
  }

  private static Shared start(String url) {
    String folder = url.substring(EMBEDDED.length());
    InProcessRegistry registry =
        ServiceLoader.load(InProcessRegistry.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigException(
                        RegistrySettings.URL
                            + " = "
                            + url
                            + ": this installation has no embedded registry; use http:// or"
                            + " https:// addresses"));
    try {
      return new Shared(registry.start(folder.isEmpty() ? null : Path.of(folder)));
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException(RegistrySettings.URL + " = " + url + ": " + e.getMessage());
    }
  }

  /** The configuration with a real address in place of {@code embedded:}. */
  Map<String, Object> config() {
    return config;
  }

  RegistrySettings settings() {
    return RegistrySettings.from(config);
  }

  @Override
  public void close() {
    synchronized (RUNNING) {
      if (embedded == null) {
        return;
      }
      Shared shared = RUNNING.get(embedded);
      shared.leases--;
      if (shared.leases == 0) {
        RUNNING.remove(embedded);
        shared.registry.close();
      }
      embedded = null;
    }
  }
}

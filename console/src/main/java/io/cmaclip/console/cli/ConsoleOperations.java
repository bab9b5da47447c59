package io.cmaclip.console.cli;

import io.cmaclip.schemas.http.BoundedHttpServer;
import io.cmaclip.streams.operations.JvmMeters;
import io.cmaclip.streams.operations.OpenParts;
import io.cmaclip.streams.operations.OperationsPort;
import io.cmaclip.streams.operations.OperationsSettings;
import io.cmaclip.streams.operations.Page;
import io.cmaclip.streams.operations.Pages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The console's operations port: {@code /metrics}. Confined to one thread. */
final class ConsoleOperations implements AutoCloseable {
  private static final int USUAL_PORT = 8093;

  private final MeterRegistry registry;
  private final OpenParts open = new OpenParts();

  private ConsoleOperations(MeterRegistry registry) {
    this.registry = registry;
    open.add(registry::close);
  }

  /**
   * Opens the port, unless it is turned off.
   *
   * @throws io.cmaclip.model.errors.UserException when the port cannot be opened
   */
  static ConsoleOperations open(OperationsSettings settings) {
    if (!settings.isOn()) {
      // Without a member it measures nothing.
      return new ConsoleOperations(new CompositeMeterRegistry());
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ConsoleOperations operations = new ConsoleOperations(registry);
    BoundedHttpServer server =
        OperationsPort.open(
            settings,
            USUAL_PORT,
            new Pages().add("/metrics", exchange -> Page.metrics(registry, exchange)));
    operations.open.add(server);
    operations.open.add(JvmMeters.bind(registry));
    return operations;
  }

  MeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    open.close();
  }
}

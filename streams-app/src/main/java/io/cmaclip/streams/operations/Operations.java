package io.cmaclip.streams.operations;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.http.BoundedHttpServer;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.metrics.exact.ExactMeterRegistry;
import io.cmaclip.streams.models.ModelJournal;
import io.cmaclip.streams.operations.status.StatusPage;
import io.cmaclip.streams.operations.status.StatusSampler;
import io.cmaclip.streams.operations.status.StatusSamples;
import io.cmaclip.streams.service.ClassificationService;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The operations port: metrics, health, information and status page over HTTP. Opened before the
 * model is loaded and closed after the service. Confined to one thread; requests and the sampling
 * of meters run on threads of its own.
 */
public final class Operations implements AutoCloseable {

  /** Delay until the meters of newly assigned partitions appear. */
  private static final Duration KAFKA_METRICS_REFRESH = Duration.ofSeconds(5);

  private final ServiceMeters meters;
  private final OperationsPages pages;
  private final OpenParts open = new OpenParts();
  private int port;

  private Operations(ServiceMeters meters, OperationsPages pages) {
    this.meters = meters;
    this.pages = pages;
  }

  /**
   * Opens the port, unless it is turned off.
   *
   * @throws UserException when the port cannot be opened
   */
  public static Operations open(
      OperationsSettings settings, DriftSettings drift, Information information) {
    if (!settings.isOn()) {
      return new Operations(ServiceMeters.unread(drift), null);
    }
    ExactMeterRegistry registry = new ExactMeterRegistry();
    StatusSamples samples = new StatusSamples();
    OperationsPages pages =
        new OperationsPages(
            registry, information, new StatusPage(samples, drift), InstantSource.system());
    Operations operations =
        new Operations(new ServiceMeters(registry, settings.maxLabels(), drift), pages);
    operations.open.add(registry::close);
    operations.open.add(StatusSampler.start(registry, samples));
    try {
      operations.open.add(JvmMeters.bind(registry));
      BoundedHttpServer server =
          OperationsPort.open(settings, OperationsSettings.DEFAULT_PORT, pages.all());
      operations.open.add(server);
      operations.port = server.port();
      return operations;
    } catch (UserException e) {
      operations.close();
      throw e;
    }
  }

  /** The meters of the service. */
  public ServiceMeters meters() {
    return meters;
  }

  /** Publishes the model that serves from now on. */
  public void serves(ServedModel model) {
    meters.serves(model);
    if (pages != null) {
      pages.serves(model);
    }
  }

  /** Publishes the results of hot swaps. */
  public void reports(ModelJournal journal) {
    if (pages != null) {
      pages.reports(journal);
    }
  }

  /**
   * Publishes what the start waits for.
   *
   * @param what null when it waits for nothing
   */
  public void waitsFor(String what) {
    if (pages != null) {
      pages.waitsFor(what);
    }
  }

  /** Publishes health and Kafka metrics of the service. */
  public void watch(ClassificationService service) {
    if (pages == null) {
      return;
    }
    ScheduledExecutorService refresh =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "kafka-metrics");
              thread.setDaemon(true);
              return thread;
            });
    open.add(refresh::shutdownNow);
    KafkaStreamsMetrics kafka =
        new KafkaStreamsMetrics(service.streams(), List.of(), refresh, KAFKA_METRICS_REFRESH);
    kafka.bindTo(meters.registry());
    open.add(kafka);
    pages.watch(service);
  }

  /** The open port; 0 if turned off. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    open.close();
  }
}

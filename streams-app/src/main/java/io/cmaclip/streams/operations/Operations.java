package io.cmaclip.streams.operations;

import io.cmaclip.model.errors.UsageException;
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
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations port: metrics, health, information and status page over HTTP. Opened before the
 * model is loaded and closed after the service. Confined to one thread; requests and the sampling
 * of meters run on threads of its own.
 */
public final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int THREADS = 16;

  /** Delay until the meters of newly assigned partitions appear. */
  private static final Duration KAFKA_METRICS_REFRESH = Duration.ofSeconds(5);

  private final ServiceMeters meters;
  private final OperationsPages pages;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
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
    operations.open.push(registry::close);
    operations.open.push(StatusSampler.start(registry, samples));
    try {
      operations.bindJvm();
      operations.listen(settings);
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
    open.push(refresh::shutdownNow);
    KafkaStreamsMetrics kafka =
        new KafkaStreamsMetrics(service.streams(), List.of(), refresh, KAFKA_METRICS_REFRESH);
    kafka.bindTo(meters.registry());
    open.push(kafka);
    pages.watch(service);
  }

  /** The open port; 0 if turned off. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the operations port cannot be closed: {}", e.getMessage());
      }
    }
  }

  private void bindJvm() {
    JvmGcMetrics collections = new JvmGcMetrics();
    open.push(collections);
    List<MeterBinder> binders =
        List.of(
            collections,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics());
    binders.forEach(binder -> binder.bindTo(meters.registry()));
  }

  private void listen(OperationsSettings settings) {
    InetAddress host = address(settings.host());
    if (!host.isLoopbackAddress()) {
      LOG.warn(
          "operations.host = {}: everyone who reaches this address can read metrics, health and"
              + " info",
          settings.host());
    }
    int wanted = settings.port().orElse(OperationsSettings.DEFAULT_PORT);
    BoundedHttpServer server;
    try {
      server = start(host, wanted);
    } catch (BindException taken) {
      if (settings.port().isPresent()) {
        throw refused(settings.host(), wanted, taken);
      }
      server = startAnywhere(settings.host(), host);
      LOG.info("Port {} is in use; using a free port. Set operations.port to choose one.", wanted);
    } catch (IOException e) {
      throw refused(settings.host(), wanted, e);
    }
    open.push(server);
    port = server.port();
    LOG.info(
        "Operations port: http://{}:{}{}",
        host.getHostAddress(),
        port,
        String.join(", ", pages.paths()));
  }

  private BoundedHttpServer startAnywhere(String name, InetAddress host) {
    try {
      return start(host, 0);
    } catch (IOException e) {
      throw refused(name, 0, e);
    }
  }

  private BoundedHttpServer start(InetAddress host, int wanted) throws IOException {
    return BoundedHttpServer.start(
        new InetSocketAddress(host, wanted), "operations", THREADS, pages);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("operations.host = " + host + ": must be a host name or an address");
    }
  }

  private static UserException refused(String host, int port, IOException why) {
    return new UsageException(
        "operations.port = %d at operations.host = %s: %s; must be a free port, 0 for any free port, or off"
            .formatted(port, host, why.getMessage()));
  }
}

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
 * Metrics, health, information and a status page over HTTP, from before the model is loaded until
 * after the service has closed. Opened, told and closed by one thread; answers on threads of its
 * own, and reads its meters on another one.
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
   * Opens the port, if one is wanted.
   *
   * @throws UserException when it cannot be opened
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

  /** What the service is to measure with. */
  public ServiceMeters meters() {
    return meters;
  }

  /** Names the model that serves from now on. */
  public void serves(ServedModel model) {
    meters.serves(model);
    if (pages != null) {
      pages.serves(model);
    }
  }

  /** Tells from now on what became of other bundles. */
  public void reports(ModelJournal journal) {
    if (pages != null) {
      pages.reports(journal);
    }
  }

  /** Answers for this service from now on. */
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

  /** The port that is open; 0 when none is. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("closing metrics: {}", e.getMessage());
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
          "operations.host = {}: metrics, health and info can be read by whoever reaches this"
              + " address",
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
      LOG.info("port {} is taken, so another one is used; operations.port names one", wanted);
    } catch (IOException e) {
      throw refused(settings.host(), wanted, e);
    }
    open.push(server);
    port = server.port();
    LOG.info(
        "operations at http://{}:{}{}",
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
      throw new UsageException("operations.host = " + host + ": must be a name or an address");
    }
  }

  private static UserException refused(String host, int port, IOException why) {
    return new UsageException(
        "operations.port = %d at operations.host = %s: %s; must be a port that is free there, 0 for any free one, or off"
            .formatted(port, host, why.getMessage()));
  }
}

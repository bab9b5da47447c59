package io.cmaclip.lab.bench.peers;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.bench.BenchServe;
import io.cmaclip.lab.bench.ServiceLoad;
import io.cmaclip.lab.bench.ServiceProcess;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import io.cmaclip.trainer.metrics.Medians;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Measures {@code serve} and services in Python, each in a process and with topics of its own, in
 * turn on one embedded broker with the same listings. Used by one thread.
 */
final class ServicePeers {
  /** About three seconds of work: two batches for each partition. */
  private static final int UNANSWERED = 1_000;

  /**
   * How much is measured.
   *
   * @param listings of each measurement
   * @param threads for preparation and for inference
   */
  record Plan(int listings, int rounds, int threads) {}

  /**
   * A peer.
   *
   * @param cpuMillis of its process, for each listing
   * @param ratio rate of {@code serve}, measured right before, relative to the peer's
   */
  record Rate(double perSecond, double cpuMillis, double ratio) {}

  /**
   * The result.
   *
   * @param oursCpuMillis of the process of {@code serve}, for each listing
   */
  record Result(double oursPerSecond, double oursCpuMillis, Map<String, Rate> peers) {}

  private record Window(double perSecond, double cpuMillis) {}

  private final Plan plan;
  private final Bundle bundle;
  private final List<Listing> listings;
  private final Consumer<String> log;

  /**
   * A benchmark.
   *
   * @param listings with title and image
   */
  ServicePeers(Plan plan, Bundle bundle, List<Listing> listings, Consumer<String> log) {
    this.plan = plan;
    this.bundle = bundle;
    this.listings = listings;
    this.log = log;
  }

  /**
   * Measures {@code serve} before each peer, {@code plan.rounds} times.
   *
   * @param missing receives why a peer is left out
   */
  Result measure(PeerScripts scripts, Map<String, String> missing)
      throws IOException, InterruptedException {
    ExportedModel model;
    try (SafetensorsFile weights = bundle.openWeights()) {
      model = ExportedModel.write(scripts.folder(), bundle.manifest(), weights);
    }
    List<Contender> open = new ArrayList<>();
    try (LocalCluster cluster = LocalCluster.start()) {
      try {
        Contender ours = ours(cluster, scripts);
        open.add(ours);
        for (ServicePeer peer : ServicePeer.values()) {
          Contender contender = new Contender(peer.label(), cluster);
          try {
            PeerProcess process =
                scripts.service(peer, model, bundle.folder(), contender.address(), plan.threads());
            contender.runs(process::cpuNanos, process);
            open.add(contender);
          } catch (PeerMissingException e) {
            contender.close();
            log.accept(peer.label() + " is left out: " + e.getMessage());
            missing.put("service " + peer.label(), e.getMessage());
          }
        }
        return measure(ours, open.subList(1, open.size()));
      } finally {
        for (Contender contender : open) {
          contender.close();
        }
      }
    }
  }

  private Contender ours(LocalCluster cluster, PeerScripts scripts)
      throws IOException, InterruptedException {
    Contender ours = new Contender("ours", cluster);
    List<String> arguments = new ArrayList<>(List.of(bundle.folder().toAbsolutePath().toString()));
    ours.settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    ServiceProcess process =
        ServiceProcess.start(
            BenchServe.Model.BUNDLE, scripts.folder().resolve("ours.log"), arguments);
    ours.runs(process::cpuNanos, process);
    process.awaitReady();
    return ours;
  }

  private Result measure(Contender ours, List<Contender> peers) {
    List<Window> all = new ArrayList<>();
    Map<String, Rate> rates = new LinkedHashMap<>();
    Map<Contender, List<Window>> before = new LinkedHashMap<>();
    Map<Contender, List<Window>> theirs = new LinkedHashMap<>();
    for (int round = 0; round <= plan.rounds(); round++) { // the first one warms up
      for (Contender peer : peers) {
        Window own = ours.measure();
        Window other = peer.measure();
        if (round > 0) {
          all.add(own);
          before.computeIfAbsent(peer, p -> new ArrayList<>()).add(own);
          theirs.computeIfAbsent(peer, p -> new ArrayList<>()).add(other);
        }
      }
      if (peers.isEmpty()) {
        all.add(ours.measure());
      }
    }
    theirs.forEach(
        (peer, windows) -> {
          double ratio = Medians.ofRatios(rates(before.get(peer)), rates(windows), 1);
          rates.put(peer.name, new Rate(median(rates(windows)), median(costs(windows)), ratio));
        });
    return new Result(median(rates(all)), median(costs(all)), rates);
  }

  private static List<Double> rates(List<Window> windows) {
    return windows.stream().map(Window::perSecond).toList();
  }

  private static List<Double> costs(List<Window> windows) {
    return windows.stream().map(Window::cpuMillis).toList();
  }

  private static double median(List<Double> values) {
    return Medians.of(values);
  }

  /** A service with topics and a load of its own. */
  private final class Contender implements AutoCloseable {
    private final String name;
    private final Map<String, String> settings = new TreeMap<>();
    private final ServiceLoad load;
    private LongSupplier cpuNanos;
    private AutoCloseable process;

    Contender(String name, LocalCluster cluster) throws InterruptedException {
      this.name = name;
      settings.putAll(cluster.settings());
      settings.put("application.id", name);
      settings.put("operations.port", "0");
      settings.put("image.decode", "fast");
      settings.put("predictors", Integer.toString(plan.threads()));
      settings.put("preprocess.threads", Integer.toString(plan.threads()));
      for (String topic : List.of("listings", "attributes", "review", "dead-letter", "suspects")) {
        settings.put("topics." + topic, name + "-" + topic);
      }
      ServiceConfig config = ServiceConfig.of(List.of(ConfigSource.flags(settings)));
      ServiceSettingsReader reader = new ServiceSettingsReader(config);
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        new TopicSetup(admin, reader.topicNames(), reader.topics())
            .prepare(reader.service().maxInlineImageBytes());
      }
      load =
          new ServiceLoad(
              config, reader.topicNames(), this::listing, UNANSWERED, Double.POSITIVE_INFINITY);
    }

    private Listing listing(int number) {
      Listing listing = listings.get(number % listings.size());
      return new Listing(
          "p" + number, listing.title(), listing.fileName(), listing.image(), listing.fields());
    }

    PeerScripts.Address address() {
      return new PeerScripts.Address(
          settings.get("kafka.bootstrap.servers"), settings.get("schema.registry.url"), name);
    }

    void runs(LongSupplier ofProcess, AutoCloseable running) {
      cpuNanos = ofProcess;
      process = running;
    }

    /** As many listings enter during the measurement as leave. All are answered at the end. */
    Window measure() {
      load.start();
      await(UNANSWERED);
      long cpu = cpuNanos.getAsLong();
      long begin = System.nanoTime();
      int answered = await(plan.listings());
      double seconds = (System.nanoTime() - begin) / 1e9;
      Window window = new Window(answered / seconds, (cpuNanos.getAsLong() - cpu) / 1e6 / answered);
      load.drain();
      log.accept(
          "%s: %.1f listings per second, %.2f CPU-ms each"
              .formatted(name, window.perSecond(), window.cpuMillis()));
      return window;
    }

    private int await(int count) {
      int answered = 0;
      while (answered < count) {
        answered += load.poll(partition -> {});
      }
      return answered;
    }

    @Override
    public void close() {
      load.close();
      if (process != null) {
        try {
          process.close();
        } catch (Exception e) {
          log.accept(name + " did not end: " + e.getMessage());
        }
      }
    }
  }
}

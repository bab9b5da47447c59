package io.cmaclip.it.exactlyonce;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.BundleWatch;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ModelJournal;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.service.Guarantee;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The real service with real bundles behind a symbolic link that is repointed. */
final class SwappingService implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  final List<String> fatal = new CopyOnWriteArrayList<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ModelJournal journal;
  final ClassificationService service;
  private final Path link;
  private final EventSerdes serdes;
  private final BundleWatch watch;

  SwappingService(TestCluster cluster, Guarantee guarantee, Path folder, Path firstBundle)
      throws IOException {
    link = Files.createSymbolicLink(folder.resolve("serving"), firstBundle.toRealPath());
    ServiceSettingsReader reader =
        new ServiceSettingsReader(
            ServiceConfig.of(
                List.of(
                    ConfigSource.flags(
                        Map.of(
                            "kafka.bootstrap.servers", cluster.bootstrap(),
                            "guarantee", guarantee.kafkaName(),
                            "predictors", "2")))));
    Bundle first = Bundle.open(link);
    serdes = cluster.serdes();
    service =
        ClassificationService.builder(
                reader.service(),
                load(first, reader),
                serdes,
                (what, cause) -> fatal.add(what + ": " + cause))
            .open();
    service.start();
    journal = new ModelJournal(first, meters, InstantSource.system(), next -> {});
    watch = BundleWatch.start(link, INTERVAL, next -> load(next, reader), service::swapTo, journal);
    await(service::isReady);
  }

  private static ServingModel load(Bundle bundle, ServiceSettingsReader reader) {
    BundledModel model = BundledModel.load(bundle, reader.model());
    return model.serving().thenRun(model::close);
  }

  /** Repoints the link to another bundle atomically. */
  void put(Path bundle) throws IOException {
    Path fresh = Files.createSymbolicLink(link.resolveSibling("fresh"), bundle.toRealPath());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Repoints the link and waits until the new model version serves. */
  void swapTo(Path bundle) throws IOException {
    int before = journal.status().swaps();
    put(bundle);
    await(() -> journal.status().swaps() > before);
  }

  static void await(Callable<Boolean> until) {
    Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(TIMEOUT).until(until);
  }

  @Override
  public void close() {
    watch.close();
    service.close();
    serdes.close();
  }
}

package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.unchanged.AnswerStore;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the restore of the answer store from its changelog, and the size of both. */
final class RestoreBench {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreBench.class);
  private static final String NAME = "restore";
  private static final double MILLION = 1e6;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /**
   * Result.
   *
   * @param listings entries of the store
   * @param restored records that an instance without a local store restored
   * @param seconds time of that restore, from the first record to the last
   * @param recordsPerSecond the former divided by the latter
   * @param storeBytesPerMillion local store after a shutdown
   * @param changelogBytesPerMillion changelog before compaction
   */
  public record Result(
      int listings,
      long restored,
      double seconds,
      double recordsPerSecond,
      double storeBytesPerMillion,
      double changelogBytesPerMillion) {}

  private final ServiceConfig config;
  private final LocalCluster cluster;
  private final Path folder;
  private final int listings;

  /**
   * @param folder for the stores; empty
   */
  RestoreBench(ServiceConfig base, LocalCluster cluster, Path folder, int listings) {
    this.config = base;
    this.cluster = cluster;
    this.folder = folder;
    this.listings = listings;
  }

  /**
   * Fills a store and measures.
   *
   * @throws UserException if a restore ended before all answers were there
   */
  Result run(Supplier<ServingModel> model) throws InterruptedException {
    ServiceConfig connected = ServiceSession.config(NAME, cluster, config);
    try (EventSerdes serdes = EventSerdes.create(connected.serdeProperties())) {
      return run(model, serdes);
    }
  }

  private Result run(Supplier<ServingModel> model, EventSerdes serdes) throws InterruptedException {
    Path first = folder.resolve("first");
    int entries;
    try (ServiceSession session =
        ServiceSession.open(
            NAME,
            cluster,
            UnchangedBench.with(config, UnchangedMode.REPEAT, first),
            model.get(),
            ServiceMeters.none(),
            new CpuTimes())) {
      session.measure("filling the store", listings, i -> Titles.listing("r", i));
      entries = session.lastAnswers().size();
    }
    long storeBytes = bytes(first);
    RestoreClock cold = new RestoreClock();
    open(model.get(), serdes, folder.resolve("second"), cold).close();
    if (cold.records() < entries || cold.seconds() <= 0) {
      throw new UserException(
          "the restore of %d answers ended after %d records in %.3f s"
              .formatted(entries, cold.records(), cold.seconds()));
    }
    double factor = MILLION / entries;
    return new Result(
        entries,
        cold.records(),
        cold.seconds(),
        cold.records() / cold.seconds(),
        factor * storeBytes,
        factor * changelogBytes());
  }

  /** A service that restores its stores before this method returns, and reads no listing. */
  private ClassificationService open(
      ServingModel model, EventSerdes serdes, Path stateDir, RestoreClock clock)
      throws InterruptedException {
    ServiceConfig own =
        ServiceSession.config(
            NAME, cluster, UnchangedBench.with(config, UnchangedMode.REPEAT, stateDir));
    ServiceSettingsReader settings = new ServiceSettingsReader(own);
    ClassificationService service =
        ClassificationService.builder(
                settings.service(),
                model,
                serdes,
                (what, cause) -> LOG.error("the service ended: {}", what, cause))
            .unchanged(settings.unchanged())
            .open();
    service.streams().setGlobalStateRestoreListener(clock);
    service.start();
    if (!service.awaitReady(LONGEST)) {
      String problem = service.problem().orElse("unknown");
      service.close();
      throw new UserException("the service is not ready: " + problem);
    }
    return service;
  }

  private long changelogBytes() throws InterruptedException {
    String topic = ServiceSession.applicationId(NAME) + "-" + AnswerStore.NAME + "-changelog";
    ServiceConfig connected = ServiceSession.config(NAME, cluster, config);
    try (Admin admin = ClusterDoor.open(connected.clientProperties())) {
      List<Integer> brokers =
          admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(dirs -> dirs.values().stream())
          .flatMap(dir -> dir.replicaInfos().entrySet().stream())
          .filter(replica -> replica.getKey().topic().equals(topic))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    } catch (ExecutionException e) {
      throw new UserException("the size of " + topic + ": " + e.getCause().getMessage(), e);
    }
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

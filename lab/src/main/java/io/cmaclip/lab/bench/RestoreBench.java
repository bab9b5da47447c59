package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
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
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the restore of the answer store from its changelog, the size of both, and the takeover
 * of all partitions by an instance with and without standby replicas.
 */
final class RestoreBench {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreBench.class);
  private static final String NAME = "restore";
  private static final double MILLION = 1e6;
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 10;

  /**
   * Result.
   *
   * @param listings entries of the store
   * @param restored records that an instance without a local store restored
   * @param seconds time of that restore, from the first record to the last
   * @param recordsPerSecond the former divided by the latter
   * @param storeBytesPerMillion local store after a shutdown
   * @param changelogBytesPerMillion changelog before compaction
   * @param standby takeover by an instance with standby replicas of all partitions
   * @param without takeover by an instance without
   */
  public record Result(
      int listings,
      long restored,
      double seconds,
      double recordsPerSecond,
      double storeBytesPerMillion,
      double changelogBytesPerMillion,
      Takeover standby,
      Takeover without) {}

  /**
   * Takeover by the other instance of a group after one left it.
   *
   * @param restored records that the other still restored
   * @param seconds from the begin of the shutdown of the one until the other has all stores and
   *     processes listings
   */
  public record Takeover(long restored, double seconds) {}

  /** Records that standby replicas have read. Called by threads of Kafka Streams. */
  private static final class StandbyRecords implements StandbyUpdateListener {
    private final AtomicLong records = new AtomicLong();

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long start) {}

    @Override
    public void onBatchLoaded(
        TopicPartition partition, String store, TaskId task, long at, long count, long end) {
      records.addAndGet(count);
    }

    @Override
    public void onUpdateSuspended(
        TopicPartition partition, String store, long at, long end, SuspendReason reason) {}
  }

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
    open(
            model.get(),
            serdes,
            folder.resolve("second"),
            Map.of(),
            streams -> streams.setGlobalStateRestoreListener(cold))
        .close();
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
        factor * changelogBytes(),
        takeover(model, serdes, 1, cold.records()),
        takeover(model, serdes, 0, 0));
  }

  /**
   * @param copied records that standby replicas read before the takeover
   */
  private Takeover takeover(
      Supplier<ServingModel> model, EventSerdes serdes, int replicas, long copied)
      throws InterruptedException {
    Map<String, String> settings =
        Map.of(
            "kafka.num.standby.replicas",
            Integer.toString(replicas),
            // Fewest copies without standby replicas.
            "kafka.max.warmup.replicas",
            "1");
    StandbyRecords read = new StandbyRecords();
    RestoreClock clock = new RestoreClock();
    ClassificationService active =
        open(model.get(), serdes, folder.resolve("second"), settings, streams -> {});
    try (ClassificationService other =
        open(
            model.get(),
            serdes,
            folder.resolve("other-" + replicas),
            settings,
            streams -> {
              streams.setStandbyUpdateListener(read);
              streams.setGlobalStateRestoreListener(clock);
            })) {
      int partitions = new ServiceSettingsReader(config).topics().partitions();
      await("the standby replicas are not up to date", () -> read.records.get() >= copied);
      long restored = clock.records();
      long start = System.nanoTime();
      active.close();
      await(
          "the other instance did not take over",
          () -> other.isReady() && activeTasks(other) == partitions);
      return new Takeover(clock.records() - restored, (System.nanoTime() - start) / 1e9);
    } finally {
      active.close();
    }
  }

  private static int activeTasks(ClassificationService service) {
    return service.streams().metadataForLocalThreads().stream()
        .mapToInt(thread -> thread.activeTasks().size())
        .sum();
  }

  private static void await(String otherwise, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new UserException(otherwise + " after " + LONGEST.toSeconds() + " s");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** A service that restores its stores before this method returns, and reads no listing. */
  private ClassificationService open(
      ServingModel model,
      EventSerdes serdes,
      Path stateDir,
      Map<String, String> more,
      Consumer<KafkaStreams> listen)
      throws InterruptedException {
    ServiceConfig own =
        ServiceSession.config(
            NAME,
            cluster,
            UnchangedBench.with(config, UnchangedMode.REPEAT, stateDir)
                .with(ConfigSource.flags(more)));
    ServiceSettingsReader settings = new ServiceSettingsReader(own);
    ClassificationService service =
        ClassificationService.builder(
                settings.service(),
                model,
                serdes,
                (what, cause) -> LOG.error("the service ended: {}", what, cause))
            .unchanged(settings.unchanged())
            .open();
    listen.accept(service.streams());
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

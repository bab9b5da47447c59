package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.unchanged.AnswerStore;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;

/** Measures the restore of the answer store from its changelog, and the size of both. */
final class RestoreBench {
  private static final String NAME = "restore";
  private static final double MILLION = 1e6;

  /**
   * Result.
   *
   * @param listings entries of the store
   * @param secondsPerMillion additional time of a start without the local store, for a million
   *     entries
   * @param storeBytesPerMillion local store after a shutdown
   * @param changelogBytesPerMillion changelog before compaction
   */
  public record Result(
      int listings,
      double secondsPerMillion,
      double storeBytesPerMillion,
      double changelogBytesPerMillion) {}

  private final ServiceConfig config;
  private final LocalCluster cluster;
  private final Path stateDir;
  private final int listings;

  RestoreBench(ServiceConfig base, LocalCluster cluster, Path stateDir, int listings) {
    this.config = UnchangedBench.with(base, UnchangedMode.REPEAT, stateDir);
    this.cluster = cluster;
    this.stateDir = stateDir;
    this.listings = listings;
  }

  Result run(Supplier<ServingModel> model) throws InterruptedException {
    int entries;
    try (ServiceSession session = open(model)) {
      session.measure("filling the store", listings, i -> Titles.listing("r", i));
      entries = session.lastAnswers().size();
    }
    long storeBytes = bytes(stateDir);
    double warm = secondsToOpen(model);
    delete(stateDir);
    double cold = secondsToOpen(model);
    double factor = MILLION / entries;
    return new Result(
        entries, factor * (cold - warm), factor * storeBytes, factor * changelogBytes());
  }

  private double secondsToOpen(Supplier<ServingModel> model) throws InterruptedException {
    long start = System.nanoTime();
    ServiceSession session = open(model);
    double seconds = (System.nanoTime() - start) / 1e9;
    session.close();
    return seconds;
  }

  private ServiceSession open(Supplier<ServingModel> model) throws InterruptedException {
    return ServiceSession.open(
        NAME, cluster, config, model.get(), ServiceMeters.none(), new CpuTimes());
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

  private static void delete(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

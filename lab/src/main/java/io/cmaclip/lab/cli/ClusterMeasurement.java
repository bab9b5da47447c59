package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.chaos.WorkFolder;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.cli.KafkaLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A measurement on an embedded broker and registry.
 *
 * @param <R> result
 */
@FunctionalInterface
interface ClusterMeasurement<R> {
  /** How long closing may take after the end signal. */
  Duration CLOSING = Duration.ofSeconds(45);

  /** Measures; an interrupt ends it. */
  R on(LocalCluster cluster) throws InterruptedException, IOException;

  /** A measurement that also needs an empty folder. */
  @FunctionalInterface
  interface InFolder<R> {
    R on(LocalCluster cluster, Path folder) throws InterruptedException, IOException;
  }

  /**
   * Measures as {@link #run} does, with a temporary folder.
   *
   * @throws UserException when the end signal was given before the measurement was complete
   */
  static <R> R runInFolder(InFolder<R> measurement) throws InterruptedException, IOException {
    return run(
        cluster -> {
          try (WorkFolder work = WorkFolder.open(null)) {
            return measurement.on(cluster, work.path());
          }
        });
  }

  /**
   * Starts a cluster, measures, and closes the cluster. Kafka's classes log errors only.
   *
   * @throws UserException when the end signal was given before the measurement was complete
   */
  static <R> R run(ClusterMeasurement<R> measurement) throws InterruptedException, IOException {
    KafkaLogs.onlyErrors();
    try (EndSignal end = EndSignal.listen(CLOSING);
        LocalCluster cluster = LocalCluster.start()) {
      end.interruptOnSignal(Thread.currentThread());
      return completed(measurement, cluster);
    }
  }

  private static <R> R completed(ClusterMeasurement<R> measurement, LocalCluster cluster)
      throws IOException {
    try {
      return measurement.on(cluster);
    } catch (InterruptException | InterruptedException e) {
      // Clears the interrupt, which would disturb closing.
      Thread.interrupted();
      throw new UserException("stopped before the measurement was complete", e);
    }
  }
}

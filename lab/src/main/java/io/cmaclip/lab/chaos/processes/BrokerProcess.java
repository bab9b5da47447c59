package io.cmaclip.lab.chaos.processes;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.broker.Quorum;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A broker process; SIGTERM stops it cleanly. */
public final class BrokerProcess {
  private BrokerProcess() {}

  /**
   * Arguments: port, folder, node id, comma-separated controller ports. Prints {@code ready} when
   * it serves requests.
   */
  public static void main(String[] args) throws InterruptedException {
    ParentWatch.start(line -> {});
    List<Integer> ports = Arrays.stream(args[3].split(",", -1)).map(Integer::valueOf).toList();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.temporary()
                .withPort(Integer.parseInt(args[0]))
                .withFolder(Path.of(args[1]))
                .withQuorum(new Quorum(Integer.parseInt(args[2]), ports))
                // Short, so that the cluster detects a dead broker before the next fault.
                .with("broker.session.timeout.ms", "6000")
                .with("broker.heartbeat.interval.ms", "1000"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}

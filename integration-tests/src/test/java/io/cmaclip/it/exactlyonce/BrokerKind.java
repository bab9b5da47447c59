package io.cmaclip.it.exactlyonce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Where a test's broker runs. */
enum BrokerKind {
  /** In this process. */
  EMBEDDED {
    @Override
    TestBroker start(Path folder) {
      return new EmbeddedTestBroker(folder);
    }
  },
  /** Apache Kafka's own image, where there is Docker. */
  CONTAINER {
    @Override
    TestBroker start(Path folder) {
      assumeTrue(
          DockerClientFactory.instance().isDockerAvailable(),
          "skipped: no Docker engine; the same test runs on the embedded broker");
      return new ContainerTestBroker();
    }
  };

  /**
   * Starts a broker, or skips the test where that cannot be.
   *
   * @param folder for its data
   */
  abstract TestBroker start(Path folder);
}

package io.cmaclip.it.exactlyonce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Where the broker of a test runs. */
enum BrokerKind {
  /** In this process. */
  EMBEDDED {
    @Override
    TestBroker start(Path folder) throws IOException {
      return new EmbeddedTestBroker(folder);
    }
  },
  /** In a container of the Apache Kafka image; needs Docker. */
  CONTAINER {
    @Override
    TestBroker start(Path folder) {
      assumeTrue(
          DockerClientFactory.instance().isDockerAvailable(),
          "skipped: no Docker engine; the same test runs on the embedded broker");
      assumeTrue(
          ContainerTestBroker.isImageAvailable(),
          () -> "skipped: image " + ContainerTestBroker.IMAGE + " is missing and cannot be pulled");
      return new ContainerTestBroker();
    }
  };

  /**
   * Starts a broker; skips the test when that is impossible.
   *
   * @param folder for its data
   */
  abstract TestBroker start(Path folder) throws IOException;
}

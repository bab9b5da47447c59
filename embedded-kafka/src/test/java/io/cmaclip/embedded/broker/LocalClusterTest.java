package io.cmaclip.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalClusterTest {
  @Test
  void stateStoresEndWithTheCluster() throws Exception {
    Path state;
    try (LocalCluster cluster = LocalCluster.start()) {
      state = Path.of(cluster.settings().get("kafka.state.dir"));
      Files.createDirectories(state.resolve("cma-clip").resolve("0_0"));
    }
    assertThat(state).doesNotExist();
  }
}

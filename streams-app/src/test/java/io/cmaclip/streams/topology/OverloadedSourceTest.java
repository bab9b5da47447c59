package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ModalityUse;
import io.cmaclip.streams.images.FetchCause;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ScriptedSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OverloadedSourceTest {
  @TempDir Path folder;

  @Test
  void aFetchThatFailsBecauseOfTheOwnMemoryLimitIsRetried() throws Exception {
    ScriptedSource source =
        new ScriptedSource(new byte[] {1, 2}, FetchCause.OVERLOADED, FetchCause.OVERLOADED);
    try (TopologyHarness topology = new TopologyHarness(folder, source, ImageSettings.DEFAULT)) {
      topology.send(TopologyHarness.byUrl("7", "red", "http://shop.test/a"));
      assertThat(topology.attributesEvent(topology.attributes(1).get(0)).getModalities().getImage())
          .isEqualTo(ModalityUse.USED);
      assertThat(source.fetches()).isEqualTo(3);
      assertThat(source.undecodedBytes()).isZero();
      topology.nothingElse();
    }
  }

  @Test
  void aTransientFailureOfTheHostDegradesByDefault() throws Exception {
    ScriptedSource source = new ScriptedSource(new byte[] {1, 2}, FetchCause.CIRCUIT_OPEN);
    try (TopologyHarness topology = new TopologyHarness(folder, source, ImageSettings.DEFAULT)) {
      topology.send(TopologyHarness.byUrl("7", "red", "http://shop.test/a"));
      assertThat(topology.attributesEvent(topology.attributes(1).get(0)).getModalities().getImage())
          .isEqualTo(ModalityUse.FETCH_FAILED);
      assertThat(source.fetches()).isEqualTo(1);
    }
  }
}

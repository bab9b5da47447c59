package io.cmaclip.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuorumTest {
  @Test
  void threeNodesUseThreeReplicasAndTwoInSync() {
    Map<String, String> properties =
        NodeProperties.of(
            1,
            22,
            Path.of("data"),
            BrokerSettings.temporary().withQuorum(new Quorum(2, List.of(21, 22, 23))));
    assertThat(properties)
        .containsEntry("node.id", "2")
        .containsEntry("controller.quorum.voters", "1@127.0.0.1:21,2@127.0.0.1:22,3@127.0.0.1:23")
        .containsEntry("default.replication.factor", "3")
        .containsEntry("transaction.state.log.replication.factor", "3")
        .containsEntry("min.insync.replicas", "2")
        .containsEntry("transaction.state.log.min.isr", "2");
  }

  @Test
  void aSingleNodeUsesOneReplica() {
    assertThat(NodeProperties.of(1, 2, Path.of("data"), BrokerSettings.temporary()))
        .containsEntry("controller.quorum.voters", "1@127.0.0.1:2")
        .containsEntry("default.replication.factor", "1")
        .containsEntry("min.insync.replicas", "1");
  }

  @Test
  void rejectsANodeIdOutsideTheQuorum() {
    assertThatThrownBy(() -> new Quorum(4, List.of(21, 22, 23)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node id = 4: must be between 1 and 3");
  }
}

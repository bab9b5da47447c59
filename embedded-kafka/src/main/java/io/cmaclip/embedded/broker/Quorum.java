package io.cmaclip.embedded.broker;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The controller quorum of a cluster of several nodes, from the view of one node.
 *
 * @param nodeId id of this node, 1 to the number of ports
 * @param ports controller ports, starting with node 1
 */
public record Quorum(int nodeId, List<Integer> ports) {
  public Quorum {
    ports = List.copyOf(ports);
    if (nodeId < 1 || nodeId > ports.size()) {
      throw new IllegalArgumentException(
          "node id = " + nodeId + ": must be between 1 and " + ports.size());
    }
  }

  int port() {
    return ports.get(nodeId - 1);
  }

  String voters(String host) {
    return IntStream.rangeClosed(1, ports.size())
        .mapToObj(node -> node + "@" + host + ":" + ports.get(node - 1))
        .collect(Collectors.joining(","));
  }
}

package io.cmaclip.streams.images;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns names into addresses. May wait long. */
@FunctionalInterface
interface HostResolver {
  /**
   * Every address of the host, the preferred one first.
   *
   * @throws UnknownHostException when it has none, or nobody can tell now
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The machine's own resolver. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}

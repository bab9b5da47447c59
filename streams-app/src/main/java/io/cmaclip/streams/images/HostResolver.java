package io.cmaclip.streams.images;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves host names. Calls may block for a long time. */
@FunctionalInterface
interface HostResolver {
  /**
   * Returns all addresses of the host, the preferred one first.
   *
   * @throws UnknownHostException if the host has no address or the lookup fails
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The system resolver. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}

package io.cmaclip.streams.images;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Addresses of hosts that may be connected to. Asks the resolver on threads of its own, and never
 * twice at once for the same host, so that a name server that does not answer for one host costs
 * one thread however many listings name that host.
 */
final class CheckedAddresses {
  private final HostResolver resolver;
  private final AddressPolicy policy;
  private final Executor executor;
  private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();

  CheckedAddresses(HostResolver resolver, AddressPolicy policy, Executor executor) {
    this.resolver = resolver;
    this.policy = policy;
    this.executor = executor;
  }

  /**
   * What the host resolves to now, less what is refused; at least one.
   *
   * @return or a {@link FetchFailedException}: UNRESOLVED, ADDRESS_REFUSED. Shared: not to be
   *     cancelled
   */
  CompletableFuture<List<InetAddress>> of(String host) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> earlier = asked.putIfAbsent(host, mine);
    if (earlier != null) {
      return earlier;
    }
    executor.execute(
        () -> {
          try {
            List<InetAddress> addresses = permitted(host);
            asked.remove(host, mine);
            mine.complete(addresses);
          } catch (CompletionException e) {
            asked.remove(host, mine);
            mine.completeExceptionally(e.getCause());
          }
        });
    return mine;
  }

  private List<InetAddress> permitted(String host) {
    List<InetAddress> all;
    try {
      all = resolver.resolve(host);
    } catch (UnknownHostException | RuntimeException e) {
      throw new CompletionException(
          new FetchFailedException(FetchCause.UNRESOLVED, "the name " + host + " is not known"));
    }
    List<InetAddress> permitted = all.stream().filter(policy::permits).toList();
    if (permitted.isEmpty()) {
      throw new CompletionException(
          new FetchFailedException(
              FetchCause.ADDRESS_REFUSED,
              host + " has no public address, nor one in image.fetch.allowed-cidrs"));
    }
    return permitted;
  }
}

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
 * Resolves hosts and drops the addresses that the {@link AddressPolicy} refuses. At most one lookup
 * per host runs at a time, on the executor, so that a name server that does not answer for one host
 * blocks one thread.
 */
final class CheckedAddresses {
  private final HostResolver resolver;
  private final AddressPolicy policy;
  private final Executor executor;
  private final Map<String, CompletableFuture<List<InetAddress>>> lookups =
      new ConcurrentHashMap<>();

  CheckedAddresses(HostResolver resolver, AddressPolicy policy, Executor executor) {
    this.resolver = resolver;
    this.policy = policy;
    this.executor = executor;
  }

  /**
   * Resolves a host.
   *
   * @return at least one permitted address, or a {@link FetchFailedException}: UNRESOLVED,
   *     ADDRESS_REFUSED. Callers share the future and must not cancel it
   */
  CompletableFuture<List<InetAddress>> of(String host) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> earlier = lookups.putIfAbsent(host, mine);
    if (earlier != null) {
      return earlier;
    }
    executor.execute(
        () -> {
          try {
            List<InetAddress> addresses = permitted(host);
            lookups.remove(host, mine);
            mine.complete(addresses);
          } catch (CompletionException e) {
            lookups.remove(host, mine);
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
          new FetchFailedException(FetchCause.UNRESOLVED, "cannot resolve " + host));
    }
    List<InetAddress> permitted = all.stream().filter(policy::permits).toList();
    if (permitted.isEmpty()) {
      throw new CompletionException(
          new FetchFailedException(
              FetchCause.ADDRESS_REFUSED,
              host + " has no address that is public or in image.fetch.allowed-cidrs"));
    }
    return permitted;
  }
}

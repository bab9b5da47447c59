package io.cmaclip.streams.images;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards of recently used hosts. Beyond {@code image.fetch.max-hosts} the least recently used
 * guard is evicted with its meters, first those with a closed circuit breaker. Hosts with running
 * attempts are never evicted; their number is bounded by the listings in flight. Thread-safe.
 */
final class HostGuards {
  private static final Logger LOG = LoggerFactory.getLogger(HostGuards.class);
  private static final int PROBES = 2;

  private final FetchSettings settings;
  private final HostRegistries named;
  private final HostRegistries others;
  private final HostGuard.Shared shared;
  private final Executor executor;

  /** In access order, the least recently used first. */
  private final Map<String, HostGuard> guards = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param named for the hosts in {@code image.fetch.named-hosts}
   */
  HostGuards(
      FetchSettings settings, HostRegistries named, HostGuard.Shared shared, Executor executor) {
    this.settings = settings;
    this.named = named;
    this.others = HostRegistries.create();
    this.shared = shared;
    this.executor = executor;
  }

  /** Calls the function with the guard of a host, which is kept until the result completes. */
  <T> CompletableFuture<T> with(ImageUrl url, Function<HostGuard, CompletableFuture<T>> work) {
    HostGuard guard = enter(url);
    return work.apply(guard).whenComplete((result, failure) -> leave(guard));
  }

  synchronized int size() {
    return guards.size();
  }

  /** Number of hosts whose circuit breaker is in the given state. */
  synchronized int count(CircuitBreaker.State state) {
    return (int) guards.values().stream().filter(guard -> guard.state() == state).count();
  }

  private synchronized HostGuard enter(ImageUrl url) {
    String origin = url.origin();
    HostGuard guard = guards.get(origin);
    if (guard == null) {
      HostRegistries mine = settings.namedHosts().contains(url.host()) ? named : others;
      guard =
          new HostGuard(
              origin,
              breaker(mine, origin),
              new AsyncBulkhead(bulkhead(mine, origin), executor),
              shared);
      guards.put(origin, guard);
    }
    guard.users++;
    evictSurplus();
    return guard;
  }

  private synchronized void leave(HostGuard guard) {
    guard.users--;
    evictSurplus();
  }

  private void evictSurplus() {
    while (guards.size() > settings.maxHosts() && (evictOne(true) || evictOne(false))) {
      LOG.trace("{} hosts are kept", guards.size());
    }
  }

  private boolean evictOne(boolean onlyClosed) {
    Iterator<HostGuard> leastRecentlyUsed = guards.values().iterator();
    while (leastRecentlyUsed.hasNext()) {
      HostGuard guard = leastRecentlyUsed.next();
      if (guard.users == 0 && (!onlyClosed || guard.isClosed())) {
        leastRecentlyUsed.remove();
        for (HostRegistries each : List.of(named, others)) {
          each.breakers().remove(guard.origin());
          each.bulkheads().remove(guard.origin());
        }
        return true;
      }
    }
    return false;
  }

  private Bulkhead bulkhead(HostRegistries mine, String origin) {
    return mine.bulkheads()
        .bulkhead(
            origin,
            BulkheadConfig.custom().maxConcurrentCalls(settings.concurrencyPerHost()).build());
  }

  private CircuitBreaker breaker(HostRegistries mine, String origin) {
    BreakerSettings how = settings.breaker();
    CircuitBreaker breaker =
        mine.breakers()
            .circuitBreaker(
                origin,
                CircuitBreakerConfig.custom()
                    .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                    .slidingWindowSize(how.window())
                    .minimumNumberOfCalls(how.minimumCalls())
                    .failureRateThreshold(how.failurePercent())
                    .slowCallDurationThreshold(how.slowCall())
                    .slowCallRateThreshold(how.failurePercent())
                    .permittedNumberOfCallsInHalfOpenState(PROBES)
                    .automaticTransitionFromOpenToHalfOpenEnabled(true)
                    .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialRandomBackoff(
                            how.openFor(), 2.0, 0.2, how.longestOpenFor()))
                    .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              CircuitBreaker.State now = event.getStateTransition().getToState();
              if (now == CircuitBreaker.State.OPEN) {
                LOG.warn("Circuit breaker of image host {} is open: it fails or is slow", origin);
              } else {
                LOG.info("Circuit breaker of image host {} is {}", origin, now);
              }
            });
    return breaker;
  }
}

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
 * A guard for each host that was asked lately. Names of hosts come from strangers, so only so many
 * are remembered: beyond that the one longest unused goes, first of those whose circuit is closed,
 * and its meters, if it has any, with it. Hosts with attempts under way always stay, and of these
 * there are no more than listings in flight. For any thread.
 */
final class HostGuards {
  private static final Logger LOG = LoggerFactory.getLogger(HostGuards.class);
  private static final int PROBES = 2;

  private final FetchSettings settings;
  private final HostRegistries named;
  private final HostRegistries others;
  private final HostGuard.Shared shared;
  private final Executor executor;

  /** The one longest unused first. */
  private final Map<String, HostGuard> guards = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param named for hosts that the settings name
   */
  HostGuards(
      FetchSettings settings, HostRegistries named, HostGuard.Shared shared, Executor executor) {
    this.settings = settings;
    this.named = named;
    this.others = HostRegistries.create();
    this.shared = shared;
    this.executor = executor;
  }

  /** Works with the guard of a host, which stays at least until the work is done. */
  <T> CompletableFuture<T> with(ImageUrl url, Function<HostGuard, CompletableFuture<T>> work) {
    HostGuard guard = enter(url);
    return work.apply(guard).whenComplete((result, failure) -> leave(guard));
  }

  synchronized int size() {
    return guards.size();
  }

  /** Hosts whose circuit is in that state. */
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
              origin, breaker(mine, origin), new Places(bulkhead(mine, origin), executor), shared);
      guards.put(origin, guard);
    }
    guard.users++;
    forgetSurplus();
    return guard;
  }

  private synchronized void leave(HostGuard guard) {
    guard.users--;
    forgetSurplus();
  }

  private void forgetSurplus() {
    while (guards.size() > settings.maxHosts() && (forgetOne(true) || forgetOne(false))) {
      LOG.trace("{} hosts are remembered", guards.size());
    }
  }

  private boolean forgetOne(boolean unremarkable) {
    Iterator<HostGuard> longestUnused = guards.values().iterator();
    while (longestUnused.hasNext()) {
      HostGuard guard = longestUnused.next();
      if (guard.users == 0 && (!unremarkable || guard.isUnremarkable())) {
        longestUnused.remove();
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
                LOG.warn("images of {} are not fetched for a while: it fails or is slow", origin);
              } else {
                LOG.info("circuit of {} is {}", origin, now);
              }
            });
    return breaker;
  }
}

package io.cmaclip.streams.images;

import io.cmaclip.streams.meters.MeterTable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Meters of image fetching. Listings can name any host, so only the hosts in {@code
 * image.fetch.named-hosts} have their own series. Thread-safe.
 */
final class FetchMeters {
  private static final String FETCHED = "fetched";
  private static final String OTHER = "other";

  private final MeterRegistry meters;
  private final Set<String> namedHosts;

  /** By host, then by outcome. */
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

  FetchMeters(MeterRegistry meters, Set<String> namedHosts) {
    this.meters = meters;
    this.namedHosts = namedHosts;
    timer(OTHER, FETCHED);
    for (FetchCause cause : FetchCause.values()) {
      timer(OTHER, outcome(cause));
    }
    namedHosts.forEach(host -> timer(host, FETCHED));
  }

  void bind(
      HostRegistries named,
      RetryRegistry retries,
      TimeLimiterRegistry limiters,
      TransferBudget budget,
      ToIntFunction<CircuitBreaker.State> hosts) {
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(named.breakers()).bindTo(meters);
    TaggedBulkheadMetrics.ofBulkheadRegistry(named.bulkheads()).bindTo(meters);
    TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(meters);
    TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(limiters).bindTo(meters);
    MeterTable.FETCH_BUFFERED.gauge(meters, budget, TransferBudget::usedBytes);
    for (CircuitBreaker.State state :
        List.of(
            CircuitBreaker.State.CLOSED,
            CircuitBreaker.State.OPEN,
            CircuitBreaker.State.HALF_OPEN)) {
      MeterTable.IMAGE_HOSTS.gauge(
          meters, hosts, count -> count.applyAsInt(state), state.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Records a completed fetch.
   *
   * @param host null if the URL is invalid
   * @param failure null if the fetch succeeded
   */
  void ended(String host, Throwable failure, long nanos) {
    String outcome = failure == null ? FETCHED : outcome(FetchFailedException.reasonOf(failure));
    timer(host != null && namedHosts.contains(host) ? host : OTHER, outcome)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String host, String outcome) {
    return timers
        .computeIfAbsent(host, name -> new ConcurrentHashMap<>())
        .computeIfAbsent(outcome, what -> MeterTable.FETCH.timer(meters, host, what));
  }

  private static String outcome(FetchCause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }
}

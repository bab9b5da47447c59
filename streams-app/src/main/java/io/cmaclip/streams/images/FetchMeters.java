package io.cmaclip.streams.images;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What an operator sees of fetching. For any thread. */
final class FetchMeters {
  private static final String FETCH = "cmaclip.image.fetch";

  private final MeterRegistry meters;

  FetchMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void bind(
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      RetryRegistry retries,
      TimeLimiterRegistry limiters,
      TransferBudget budget) {
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(meters);
    TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(limiters).bindTo(meters);
    Gauge.builder(FETCH + ".buffered", budget, TransferBudget::usedBytes)
        .baseUnit("bytes")
        .description("Files being received or waiting for decoding")
        .register(meters);
  }

  void fetched(long nanos) {
    outcome("fetched", nanos);
  }

  void failed(Throwable failure, long nanos) {
    outcome(FetchFailedException.reasonOf(failure).name().toLowerCase(Locale.ROOT), nanos);
  }

  private void outcome(String outcome, long nanos) {
    Timer.builder(FETCH)
        .description("Fetches of pictures, retries and waiting for a place included")
        .tag("outcome", outcome)
        .register(meters)
        .record(Duration.ofNanos(nanos));
  }
}

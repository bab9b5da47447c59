package io.cmaclip.streams.images;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

/** Circuit breakers and bulkheads of hosts. */
record HostRegistries(CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
  static HostRegistries create() {
    return new HostRegistries(CircuitBreakerRegistry.ofDefaults(), BulkheadRegistry.ofDefaults());
  }
}

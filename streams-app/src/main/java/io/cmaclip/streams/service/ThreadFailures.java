package io.cmaclip.streams.service;

import io.cmaclip.batching.FatalHandler;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a failed stream thread, but not for ever: Kafka's own default would leave a process that
 * lives and does nothing. Called by failing stream threads.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

  private final ThreadReplacement limit;
  private final FatalHandler fatal;
  private final LongSupplier nanoClock;
  private final ArrayDeque<Long> failures = new ArrayDeque<>();

  ThreadFailures(ThreadReplacement limit, FatalHandler fatal, LongSupplier nanoClock) {
    this.limit = limit;
    this.fatal = fatal;
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (failure instanceof Error || failure.getCause() instanceof Error) {
      fatal.fatal("a stream thread died", failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long now = nanoClock.getAsLong();
    while (!failures.isEmpty() && now - failures.peekFirst() > limit.window().toNanos()) {
      failures.removeFirst();
    }
    failures.addLast(now);
    if (failures.size() > limit.max()) {
      fatal.fatal(
          "stream threads failed "
              + failures.size()
              + " times within "
              + limit.window().toSeconds()
              + " s",
          failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn(
        "a stream thread failed and is replaced ({} of {} times within {} s)",
        failures.size(),
        limit.max(),
        limit.window().toSeconds(),
        failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}

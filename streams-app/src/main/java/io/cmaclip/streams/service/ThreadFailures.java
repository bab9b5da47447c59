package io.cmaclip.streams.service;

import io.cmaclip.batching.FatalHandler;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces failed stream threads, up to a limit within a time window. Ends the process beyond the
 * limit, on errors of the JVM, and if committed offsets are missing with {@code
 * auto.offset.reset=none}. Called by failing stream threads.
 */
public final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

  private final ThreadReplacement limit;
  private final FatalHandler fatal;
  private final LongSupplier nanoClock;
  private final ArrayDeque<Long> failures = new ArrayDeque<>();

  /** Ends the process by {@code fatal} beyond the limit. */
  public ThreadFailures(ThreadReplacement limit, FatalHandler fatal, LongSupplier nanoClock) {
    this.limit = limit;
    this.fatal = fatal;
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (failure instanceof Error || failure.getCause() instanceof Error) {
      fatal.fatal("a stream thread failed with an error of the JVM", failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (failure.getCause() instanceof InvalidOffsetException missing) {
      fatal.fatal(
          "no valid committed offset, and kafka.auto.offset.reset = none: " + missing.getMessage(),
          failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long now = nanoClock.getAsLong();
    while (!failures.isEmpty() && now - failures.peekFirst() > limit.window().toNanos()) {
      failures.removeFirst();
    }
    failures.addLast(now);
    if (failures.size() > limit.max()) {
      fatal.fatal(
          "stream threads failed %s times within %s s"
              .formatted(failures.size(), limit.window().toSeconds()),
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

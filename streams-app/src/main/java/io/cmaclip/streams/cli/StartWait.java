package io.cmaclip.streams.cli;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.streams.topics.ClusterUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what fails while brokers and schema registry are still starting. One time limit holds for
 * everything that is waited for. Confined to one thread; attempts run on a thread of their own, so
 * that the end signal need not wait for them.
 */
public final class StartWait {
  private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END_POLL = Duration.ofMillis(50);

  private final Duration limit;
  private final BooleanSupplier isEnding;
  private final Consumer<String> status;
  private final long startNanos = System.nanoTime();

  /**
   * @param limit 0 for a single attempt
   * @param isEnding whether the process is to end
   * @param status receives what is waited for; null when the wait is over
   */
  public StartWait(Duration limit, BooleanSupplier isEnding, Consumer<String> status) {
    this.limit = limit;
    this.isEnding = isEnding;
    this.status = status;
  }

  /**
   * Repeats the attempt until it succeeds.
   *
   * @param what what the attempt needs, for operators
   * @return the result of the attempt; empty if the process is to end
   * @throws UserException if the attempt fails in a way that waiting cannot mend, or still fails at
   *     the time limit
   */
  public <T> Optional<T> until(String what, Supplier<T> attempt) throws InterruptedException {
    String logged = null;
    status.accept("waits for " + what);
    while (true) {
      try {
        Optional<T> result = once(attempt);
        status.accept(null);
        return result;
      } catch (UserException e) {
        if (!mayBeStarting(e) || limit.isZero()) {
          throw e;
        }
        if (left().isNegative()) {
          throw new UserException(
              "%s; waited for %s s (start.wait)".formatted(e.getMessage(), limit.toSeconds()), e);
        }
        status.accept("waits for " + what + ": " + e.getMessage());
        if (!e.getMessage().equals(logged)) {
          LOG.info("waiting for {}, {} s left: {}", what, left().toSeconds(), e.getMessage());
          logged = e.getMessage();
        }
      }
      if (pause()) {
        return Optional.empty();
      }
    }
  }

  private Duration left() {
    return limit.minusNanos(System.nanoTime() - startNanos);
  }

  /** Returns true if the process is to end. */
  private boolean pause() throws InterruptedException {
    long until = System.nanoTime() + PAUSE.toNanos();
    while (!isEnding.getAsBoolean() && System.nanoTime() - until < 0) {
      Thread.sleep(END_POLL.toMillis());
    }
    return isEnding.getAsBoolean();
  }

  private <T> Optional<T> once(Supplier<T> attempt) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(attempt::get);
    Thread thread = new Thread(task, "start-wait");
    thread.setDaemon(true);
    thread.start();
    while (!isEnding.getAsBoolean()) {
      try {
        return Optional.of(task.get(END_POLL.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException running) {
        LOG.trace("the attempt is running");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    task.cancel(true);
    return Optional.empty();
  }

  /** Whether brokers or registry that have not fully started may fail like this. */
  private static boolean mayBeStarting(UserException failure) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof RegistryUnavailableException registry
                    ? registry.mayBeStarting()
                    : cause instanceof ClusterUnavailableException
                        || cause instanceof RetriableException
                        // Fewer brokers have joined the cluster than a topic needs.
                        || cause instanceof InvalidReplicationFactorException);
  }
}

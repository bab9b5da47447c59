package io.cmaclip.batching;

import io.cmaclip.batching.internal.BatchQueue;
import io.cmaclip.batching.internal.BatcherHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Collects items of all tasks and partitions into batches, by size or time, whichever comes first,
 * and passes them to batch functions, each on its own thread. Several batchers may exist at once,
 * for example for two model versions. Thread-safe; results arrive on the batcher's threads.
 *
 * @param <T> item, the input of the function for one record
 * @param <R> result of an item
 */
public final class Batcher<T, R> implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

  private final String name;
  private final BatchQueue<BatchEntry<T, R>> queue;
  private final BatcherHealth health;
  private final SupervisionSettings supervision;
  private final FatalHandler fatal;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<BatcherThread<T, R>> threads = new ArrayList<>();

  private Batcher(Builder<T, R> builder) {
    this.name = builder.name;
    this.supervision = builder.supervision;
    this.fatal = builder.fatal;
    this.queue =
        new BatchQueue<>(
            builder.settings.maxSize(), builder.settings.maxDelay(), builder.observer::waited);
    this.health = new BatcherHealth(name, builder.functions.size(), supervision.stallUnready());
    BatcherThread.Shared<T, R> shared =
        new BatcherThread.Shared<>(queue, health, supervision, builder.observer, fatal, closing);
    for (BatchFunction<T, R> function : builder.functions) {
      threads.add(new BatcherThread<>(name, threads.size(), function, shared));
    }
  }

  /**
   * Creates a builder.
   *
   * @param functions at least one; owned by the batcher after {@link Builder#build}
   * @param fatal called when a batcher thread dies or a call exceeds {@link
   *     SupervisionSettings#stallExit}
   */
  public static <T, R> Builder<T, R> builder(
      List<? extends BatchFunction<T, R>> functions, FatalHandler fatal) {
    return new Builder<>(functions, fatal);
  }

  /** Starts the threads. Each first runs the self-test. */
  public void start() {
    threads.forEach(Thread::start);
    Thread watch = new Thread(this::watchForStalls, name + "-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Adds an item to the next batch; its result completes the record. Does not block. */
  public void submit(InFlight<R> record, T item) {
    submit(record, item, Priority.NORMAL);
  }

  /** Adds an item to the next batch with room for its priority. Does not block. */
  public void submit(InFlight<R> record, T item, Priority priority) {
    queue.add(
        BatchEntry.of(record, Objects.requireNonNull(item, "item"), Function.identity(), priority));
  }

  /**
   * Adds an item to the next batch. Does not block.
   *
   * @param item not null
   * @param resultOf converts the function's result to the result of the record, on a batcher
   *     thread; must not throw
   */
  public <O> void submit(InFlight<O> record, T item, Function<? super R, ? extends O> resultOf) {
    queue.add(
        BatchEntry.of(record, Objects.requireNonNull(item, "item"), resultOf, Priority.NORMAL));
  }

  /** Returns an intake that submits every record, for records that need only a quick mapping. */
  public <K, V> Intake<K, V, R> intake(Function<ReceivedRecord<K, V>, T> itemOf) {
    return (received, inFlight) -> submit(inFlight, itemOf.apply(received));
  }

  /** Whether at least one function passes its self-test and is not stalled. */
  public boolean isHealthy() {
    return health.isHealthy();
  }

  /** Returns the problem of the first unhealthy function. */
  public Optional<String> problem() {
    return health.problem();
  }

  /** Returns the duration of the longest running call; zero without one. */
  public Duration longestRunningCall() {
    return health.longestRunningCall();
  }

  /** Returns the number of queued items. */
  public int waiting() {
    return queue.size();
  }

  /** Stops taking batches and waits up to 20 s for running calls to return. */
  @Override
  public void close() {
    closing.countDown();
    queue.close();
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    for (BatcherThread<T, R> thread : threads) {
      thread.closeIfNeverStarted();
      try {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void watchForStalls() {
    try {
      while (!closing.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        Duration running = health.longestRunningCall();
        if (running.compareTo(supervision.stallExit()) > 0) {
          fatal.fatal(
              "a call of " + name + " has not returned for " + running.toSeconds() + " s", null);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Builder of a batcher. All settings are optional. */
  public static final class Builder<T, R> {
    private final List<BatchFunction<T, R>> functions;
    private final FatalHandler fatal;
    private String name = "batcher";
    private BatchSettings settings = BatchSettings.DEFAULT;
    private SupervisionSettings supervision = SupervisionSettings.DEFAULT;
    private BatchingObserver observer = BatchingObserver.NONE;

    private Builder(List<? extends BatchFunction<T, R>> functions, FatalHandler fatal) {
      if (functions.isEmpty()) {
        throw new IllegalArgumentException("at least one batch function is needed");
      }
      this.functions = List.copyOf(functions);
      this.fatal = Objects.requireNonNull(fatal, "fatal");
    }

    /** Name in threads and messages, default {@code batcher}. */
    public Builder<T, R> name(String batcherName) {
      name = batcherName;
      return this;
    }

    public Builder<T, R> settings(BatchSettings batchSettings) {
      settings = batchSettings;
      return this;
    }

    public Builder<T, R> supervision(SupervisionSettings supervisionSettings) {
      supervision = supervisionSettings;
      return this;
    }

    public Builder<T, R> observer(BatchingObserver batchingObserver) {
      observer = batchingObserver;
      return this;
    }

    /** Creates the batcher; {@link Batcher#start} starts it. */
    public Batcher<T, R> build() {
      return new Batcher<>(this);
    }
  }
}

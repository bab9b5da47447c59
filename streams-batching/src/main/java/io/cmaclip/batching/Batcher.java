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
 * Gathers items of all tasks and partitions into batches, by size or by time, whichever comes
 * first, and hands them to batch functions, each on a thread of its own. Several may live at once,
 * for two versions of a model for example. Any thread submits and asks; results come on the
 * batcher's threads.
 *
 * @param <T> an item: what the function reads of one record
 * @param <R> what it makes of an item
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
   * Begins a batcher.
   *
   * @param functions at least one; owned by the batcher from {@link Builder#build} on
   * @param fatal called when a batcher thread dies or a call does not come back
   */
  public static <T, R> Builder<T, R> builder(
      List<? extends BatchFunction<T, R>> functions, FatalHandler fatal) {
    return new Builder<>(functions, fatal);
  }

  /** Starts the threads; each begins with a self-test. */
  public void start() {
    threads.forEach(Thread::start);
    Thread watch = new Thread(this::watchForStalls, name + "-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Adds an item to the next batch; its result completes the record. Never waits. */
  public void submit(InFlight<R> record, T item) {
    submit(record, item, Function.identity());
  }

  /**
   * Adds an item to the next batch. Never waits.
   *
   * @param item not null
   * @param resultOf makes of the function's result what the record is completed with, on a thread
   *     of the batcher; must not throw
   */
  public <O> void submit(InFlight<O> record, T item, Function<? super R, ? extends O> resultOf) {
    queue.add(BatchEntry.of(record, Objects.requireNonNull(item, "item"), resultOf));
  }

  /** An intake that submits every record, for records that need nothing but a quick mapping. */
  public <K, V> Intake<K, V, R> intake(Function<ReceivedRecord<K, V>, T> itemOf) {
    return (received, inFlight) -> submit(inFlight, itemOf.apply(received));
  }

  /** Whether at least one function is warm, passes its self-test and comes back in time. */
  public boolean isHealthy() {
    return health.isHealthy();
  }

  /** What the first function that is not healthy suffers from. */
  public Optional<String> problem() {
    return health.problem();
  }

  /** Duration of the longest call that is running now; zero when none is. */
  public Duration longestRunningCall() {
    return health.longestRunningCall();
  }

  /** Items that wait for a call. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Lets calls that are running end, and takes no further batch. A call that does not come back is
   * left behind after 20 s.
   */
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
              "a call of " + name + " has not come back for " + running.toSeconds() + " s", null);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a batcher is made. Everything has a default but the functions and the fatal handler. */
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

    /** What threads and messages call it, default {@code batcher}. */
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

    /** A batcher that does nothing before {@link Batcher#start}. */
    public Batcher<T, R> build() {
      return new Batcher<>(this);
    }
  }
}

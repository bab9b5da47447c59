package io.cmaclip.streams.operations.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes readings on a thread of its own, from when it is started until it is closed. */
public final class StatusSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);

  private final MeterRegistry registry;
  private final StatusSamples samples;
  private final ScheduledExecutorService thread;

  private StatusSampler(MeterRegistry registry, StatusSamples samples) {
    this.registry = registry;
    this.samples = samples;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "status");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /**
   * Takes the first reading now.
   *
   * @param registry not owned
   * @param samples where readings go
   */
  public static StatusSampler start(MeterRegistry registry, StatusSamples samples) {
    StatusSampler sampler = new StatusSampler(registry, samples);
    sampler.sample();
    long nanos = StatusSamples.INTERVAL.toNanos();
    var unused =
        sampler.thread.scheduleWithFixedDelay(sampler::sample, nanos, nanos, TimeUnit.NANOSECONDS);
    return sampler;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** An error would end the schedule without a word. */
  private void sample() {
    try {
      samples.add(StatusReader.read(registry, System.nanoTime()));
    } catch (RuntimeException e) {
      LOG.warn("the status page lacks a reading", e);
    }
  }
}

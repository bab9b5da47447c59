package io.cmaclip.streams.operations.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the meters at a fixed interval on its own thread until closed. */
public final class StatusSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);

  private final MeterRegistry registry;
  private final StatusSamples samples;
  private final ScheduledExecutorService thread;

  private StatusSampler(MeterRegistry registry, StatusSamples samples) {
    this.registry = registry;
    this.samples = samples;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("status", true));
  }

  /**
   * Takes the first reading and starts the thread.
   *
   * @param registry not owned
   * @param samples receives the readings
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

  /** Logs failures, which would silently end the schedule. */
  private void sample() {
    try {
      samples.add(StatusReader.read(registry, System.nanoTime()));
    } catch (RuntimeException e) {
      LOG.warn("The meters cannot be read for the status page.", e);
    }
  }
}

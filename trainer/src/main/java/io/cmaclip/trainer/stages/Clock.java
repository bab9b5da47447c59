package io.cmaclip.trainer.stages;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** Wall and CPU time of a run, including its earlier, killed parts. */
public final class Clock {
  private final long start = System.nanoTime();
  private double cpuBefore;
  private double wallBefore;

  void add(double cpuSeconds, double wallSeconds) {
    cpuBefore += cpuSeconds;
    wallBefore += wallSeconds;
  }

  /** CPU seconds of this process since its start, plus those of earlier parts. */
  public double cpuSeconds() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean process
        ? cpuBefore + process.getProcessCpuTime() / 1e9
        : 0;
  }

  /** Seconds since the creation of this clock, plus those of earlier parts. */
  public double wallSeconds() {
    return wallBefore + (System.nanoTime() - start) / 1e9;
  }
}

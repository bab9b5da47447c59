package io.cmaclip.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Progress of a long command on standard error: a repainted line on a terminal, otherwise a plain
 * line every five seconds. Rate and remaining time are exponentially smoothed over about half a
 * minute, or over the last step if steps take longer. {@link #step} and {@link #note} are
 * thread-safe; the owner calls {@link #close} once.
 */
public final class ProgressBar implements AutoCloseable {
  private static final long TERMINAL_INTERVAL = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_INTERVAL = Duration.ofSeconds(5).toNanos();

  /** Weight of the newest second in the smoothed rate. */
  private static final double SMOOTHING = 0.05;

  /** Rates below are shown by the hour. */
  private static final double SLOW = 0.1;

  private static final int BAR_WIDTH = 24;
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private final String what;
  private final String unit;
  private final long total;
  private final Terminal terminal;
  private final PrintStream err;
  private final LongSupplier nanos;
  private final long start;

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong nextPaint;
  private final ReentrantLock painting = new ReentrantLock();
  private volatile String note = "";

  // Guarded by painting.
  private long rateTime;
  private long rateDone;
  private long newest;
  private double rate;
  private boolean closed;

  ProgressBar(
      String what,
      String unit,
      long total,
      Terminal terminal,
      PrintStream err,
      LongSupplier nanos) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.terminal = terminal;
    this.err = err;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.rateTime = start;
    this.nextPaint = new AtomicLong(start + interval());
  }

  /**
   * Starts a bar.
   *
   * @param what activity, for example {@code predict}
   * @param unit plural noun of the counted items, for example {@code listings}
   * @param total expected count; 0 or less if unknown
   */
  public static ProgressBar start(String what, String unit, long total) {
    return new ProgressBar(what, unit, total, Terminal.ofProcess(), System.err, System::nanoTime);
  }

  /** Adds {@code n} completed items. */
  public void step(long n) {
    done.addAndGet(n);
    paintIfDue();
  }

  /** Sets a short text to show after the figures, for example the current loss. */
  public void note(String text) {
    note = text;
    paintIfDue();
  }

  /** Prints the summary line. */
  @Override
  public void close() {
    painting.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      String summary = summary();
      err.print(terminal.err() ? "\r\033[K" + summary + "\n" : summary + "\n");
      err.flush();
    } finally {
      painting.unlock();
    }
  }

  private long interval() {
    return terminal.err() ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
  }

  private void paintIfDue() {
    long now = nanos.getAsLong();
    if (now - nextPaint.get() < 0 || !painting.tryLock()) {
      return;
    }
    try {
      if (closed || now - nextPaint.get() < 0) {
        return;
      }
      nextPaint.set(now + interval());
      updateRate(now);
      String line = line(now);
      err.print(terminal.err() ? "\r\033[K" + cut(line) : line + "\n");
      err.flush();
    } finally {
      painting.unlock();
    }
  }

  private void updateRate(long now) {
    double seconds = (now - rateTime) / 1e9;
    long count = done.get();
    if (seconds <= 0 || count == rateDone) {
      return;
    }
    newest = count - rateDone;
    double current = newest / seconds;
    // The weight of a measurement depends on the time it spans; the first has no predecessor.
    double weight = rateTime == start ? 1 : 1 - Math.pow(1 - SMOOTHING, seconds);
    rate += weight * (current - rate);
    rateTime = now;
    rateDone = count;
  }

  private String line(long now) {
    long count = done.get();
    double waited = (now - rateTime) / 1e9;
    // A step that takes longer than the former ones lowers the rate.
    double current = waited > 0 ? Math.min(rate, newest / waited) : rate;
    StringBuilder line = new StringBuilder(what).append(' ');
    if (total > 0) {
      double share = Math.min(1.0, (double) count / total);
      if (terminal.err()) {
        line.append(bar(share)).append(' ');
      }
      line.append(
          String.format(Locale.ROOT, "%3.0f%%  %,d of %,d %s", 100 * share, count, total, unit));
    } else {
      line.append(String.format(Locale.ROOT, "%,d %s", count, unit));
    }
    line.append("  ").append(rateText(current));
    if (total > 0 && current > 0 && count < total) {
      line.append("  ").append(clock((total - count) / current - waited)).append(" left");
    } else {
      line.append("  ").append(clock((now - start) / 1e9));
    }
    if (!note.isEmpty()) {
      line.append("  ").append(note);
    }
    return line.toString();
  }

  private String summary() {
    double seconds = (nanos.getAsLong() - start) / 1e9;
    long count = done.get();
    String text =
        String.format(
            Locale.ROOT,
            "%s: %,d %s in %s, %s",
            what,
            count,
            unit,
            clock(seconds),
            rateText(seconds > 0 ? count / seconds : 0));
    return note.isEmpty() ? text : text + ", " + note;
  }

  private String cut(String line) {
    int width = terminal.columns() - 1;
    return line.length() <= width ? line : line.substring(0, width);
  }

  /** A bar of {@value #BAR_WIDTH} characters with a resolution of an eighth of a character. */
  static String bar(double share) {
    int eighths = (int) Math.round(share * BAR_WIDTH * 8);
    String filled = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return filled + "░".repeat(BAR_WIDTH - filled.length());
  }

  private static String rateText(double rate) {
    if (rate > 0 && rate < SLOW) {
      return String.format(Locale.ROOT, "%.1f/h", 3600 * rate);
    }
    return String.format(Locale.ROOT, rate >= 100 ? "%,.0f/s" : "%.1f/s", rate);
  }

  private static String clock(double seconds) {
    long s = Math.round(seconds);
    return s >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
  }
}

package io.cmaclip.trainer.cache;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Size limits of a cache. They are fixed and do not depend on free memory or disk, so that a
 * resumed run caches the same blocks.
 *
 * @param memory bytes of memory outside the Java heap, at least 0
 * @param disk bytes on disk, at least 0
 * @param folder folder of the cache file, created on demand
 */
public record CacheLimits(long memory, long disk, Path folder) {
  public CacheLimits {
    if (memory < 0 || disk < 0) {
      throw new IllegalArgumentException(
          "cache limits = %d in memory, %d on disk: must be at least 0".formatted(memory, disk));
    }
  }

  /**
   * Defaults: a quarter of the machine's memory (at most three quarters of the largest Java heap,
   * which also limits memory outside the heap), and as much disk as the machine has memory.
   */
  public static CacheLimits ofThisMachine(Path folder) {
    long memory = machineMemory();
    return new CacheLimits(
        Math.min(memory / 4, Runtime.getRuntime().maxMemory() / 4 * 3), memory, folder);
  }

  private static long machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /** The limits that remain beside another cache. */
  public CacheLimits beside(BlockCache other) {
    return new CacheLimits(
        Math.max(0, memory - other.memory()), Math.max(0, disk - other.disk()), folder);
  }

  /**
   * A size such as 512m or 4g; a bare number counts bytes.
   *
   * @throws UserException when the text is not a size
   */
  public static long size(String option, String text) {
    if (!text.matches("\\d{1,12}[kmgKMG]?")) {
      throw new UsageException(option + " = " + text + ": must be a size such as 512m or 4g");
    }
    int shift =
        switch (text.charAt(text.length() - 1)) {
          case 'k', 'K' -> 10;
          case 'm', 'M' -> 20;
          case 'g', 'G' -> 30;
          default -> 0;
        };
    return Long.parseLong(text.replaceAll("[kmgKMG]", "")) << shift;
  }
}

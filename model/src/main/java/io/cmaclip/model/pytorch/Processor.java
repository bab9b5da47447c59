package io.cmaclip.model.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this machine's processor can compute, as Linux reports it in {@code /proc/cpuinfo}.
 * Immutable.
 *
 * @param features lower-case names of Linux, such as {@code avx2}; empty on other systems and on
 *     processors that are not x86
 */
public record Processor(Set<String> features) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final List<String> MATRIX_FEATURES =
      List.of(
          "avx2",
          "fma",
          "avx512f",
          "avx_vnni",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8",
          "amx_bf16");

  public Processor {
    features = Set.copyOf(features);
  }

  /** Reads the features of this machine. */
  public static Processor detect() {
    return read(LINUX);
  }

  static Processor read(Path cpuinfo) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return new Processor(
          lines
              .filter(line -> line.matches("flags\\s*:.*"))
              .findFirst()
              .map(line -> Set.of(line.replaceFirst("^flags\\s*:\\s*", "").split("\\s+")))
              .orElse(Set.of()));
    } catch (IOException e) {
      return new Processor(Set.of());
    }
  }

  /** The features that matter to matrix products, for reports. */
  public List<String> matrixFeatures() {
    return MATRIX_FEATURES.stream().filter(features::contains).toList();
  }

  /** Whether products of 8 bits are added in 32 bits. */
  public boolean hasInt8Products() {
    return features.contains("avx512_vnni") || features.contains("avx_vnni");
  }

  /** Whether there are products of bfloat16. */
  public boolean hasBfloat16Products() {
    return features.contains("avx512_bf16") || features.contains("amx_bf16");
  }
}

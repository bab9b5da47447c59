package io.cmaclip.model.pytorch;

import io.cmaclip.model.errors.UserException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Configured device of a model. The GPU may not exist; {@link PyTorch#device} checks that.
 *
 * @param number of the GPU, 0 for the first; 0 unless a GPU is chosen
 */
public record DeviceChoice(Kind kind, int number) {
  public enum Kind {
    /** The first GPU that PyTorch can use, otherwise the CPU. */
    AUTO,
    CPU,
    GPU
  }

  public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);
  public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

  /** Allowed values, for messages. */
  public static final String RANGE = "auto, cpu, gpu, or gpu:N";

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  /**
   * Parses a configured value.
   *
   * @throws UserException when it is not one of {@link #RANGE}
   */
  public static DeviceChoice of(String text) {
    return find(text)
        .orElseThrow(() -> new UserException("device = " + text + ": must be " + RANGE));
  }

  /** Parses a configured value; empty when it is not one of {@link #RANGE}. */
  public static Optional<DeviceChoice> find(String text) {
    Matcher gpu = GPU.matcher(text);
    if (gpu.matches()) {
      int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
      return Optional.of(new DeviceChoice(Kind.GPU, number));
    }
    return switch (text) {
      case "auto" -> Optional.of(AUTO);
      case "cpu" -> Optional.of(CPU);
      default -> Optional.empty();
    };
  }

  /** The configured value. */
  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case GPU -> "gpu:" + number;
    };
  }
}

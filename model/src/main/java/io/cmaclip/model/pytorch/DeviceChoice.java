package io.cmaclip.model.pytorch;

import io.cmaclip.model.errors.UserException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model is to run. A choice of the GPU may name one that is not there; {@link
 * PyTorch#device} looks.
 *
 * @param number of the GPU, 0 for the first; 0 where none is chosen
 */
public record DeviceChoice(Kind kind, int number) {
  /** What is chosen. */
  public enum Kind {
    /** The first GPU if PyTorch can use one, else the CPU. */
    AUTO,
    CPU,
    GPU
  }

  public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);
  public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

  /** What a person may write, to stand behind "must be". */
  public static final String RANGE = "auto, cpu, gpu, or gpu:N";

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  /**
   * Reads what a person wrote.
   *
   * @throws UserException when it is none of {@link #RANGE}
   */
  public static DeviceChoice of(String text) {
    return find(text)
        .orElseThrow(() -> new UserException("device = " + text + ": must be " + RANGE));
  }

  /** The same, empty when it is none of {@link #RANGE}. */
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

  /** As a person writes it. */
  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case GPU -> "gpu:" + number;
    };
  }
}

package io.cmaclip.streams.operations;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Settings of the operations port.
 *
 * @param isOn false opens no port and measures nothing
 * @param host host name or address to bind
 * @param port 0 for any free port; empty for 8090, or any free port if 8090 is in use
 * @param maxLabels maximum number of classes of a task whose labels are counted, 0 or more
 */
public record OperationsSettings(boolean isOn, String host, OptionalInt port, int maxLabels) {
  public static final int DEFAULT_PORT = 8090;

  public static final int DEFAULT_MAX_LABELS = 50;

  public OperationsSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(port, "port");
  }
}

package io.cmaclip.streams.operations;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where operators' tools ask.
 *
 * @param isOn false: no port is opened and nothing is measured
 * @param host name or address to listen at
 * @param port 0 for any free one; empty: 8090, or any free one where that is taken
 * @param maxLabels tasks with at most so many classes are counted label by label, 0 or more
 */
public record OperationsSettings(boolean isOn, String host, OptionalInt port, int maxLabels) {
  /** Where nobody names a port. */
  public static final int DEFAULT_PORT = 8090;

  /** Default of {@link #maxLabels}. */
  public static final int DEFAULT_MAX_LABELS = 50;

  public OperationsSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(port, "port");
  }
}

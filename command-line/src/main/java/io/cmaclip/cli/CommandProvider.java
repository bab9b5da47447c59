package io.cmaclip.cli;

import java.util.List;

/**
 * Contributes commands to {@code cmaclip}. Found by {@link java.util.ServiceLoader}, so that the
 * trainer and the service need not know each other.
 */
public interface CommandProvider {
  /** Heading under which {@code cmaclip --help} lists the commands. */
  default String heading() {
    return "Commands";
  }

  /** Picocli command objects that appear directly under {@code cmaclip}. */
  List<Object> commands();

  /** Commands that appear under {@code cmaclip bench}. */
  default List<Object> benchmarks() {
    return List.of();
  }
}

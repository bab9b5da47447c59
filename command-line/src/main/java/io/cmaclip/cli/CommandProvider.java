package io.cmaclip.cli;

import java.util.List;

/** Contributes a module's commands to {@code cmaclip}; found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
  /** Heading of the commands in {@code cmaclip --help}. */
  default String heading() {
    return "Commands";
  }

  /** Picocli commands directly under {@code cmaclip}. */
  List<Object> commands();

  /** Picocli commands under {@code cmaclip bench}. */
  default List<Object> benchmarks() {
    return List.of();
  }
}

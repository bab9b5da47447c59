package io.cmaclip.streams.service;

import java.util.List;

/** What was found when somebody asked how the service is. */
public record HealthReport(List<HealthCheck> checks) {
  public HealthReport {
    checks = List.copyOf(checks);
  }

  /** A report of one check. */
  public static HealthReport of(String name, boolean ok, String detail) {
    return new HealthReport(List.of(new HealthCheck(name, ok, detail)));
  }

  /** Whether every check is. */
  public boolean isOk() {
    return checks.stream().allMatch(HealthCheck::ok);
  }
}

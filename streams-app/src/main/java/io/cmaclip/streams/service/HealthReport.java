package io.cmaclip.streams.service;

import java.util.List;

/** The result of all health checks at one moment. */
public record HealthReport(List<HealthCheck> checks) {
  public HealthReport {
    checks = List.copyOf(checks);
  }

  public static HealthReport of(String name, boolean ok, String detail) {
    return new HealthReport(List.of(new HealthCheck(name, ok, detail)));
  }

  /** Whether every check passes. */
  public boolean isOk() {
    return checks.stream().allMatch(HealthCheck::ok);
  }
}

package io.cmaclip.streams.operations.status;

import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.ModelStatus;
import io.cmaclip.streams.service.HealthReport;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * State of the service for the status page, without its meters.
 *
 * @param isStarting whether the service has not started
 * @param model null before a model serves
 * @param models null before a model serves
 * @param information versions and settings by name
 * @param since when the operations port was opened
 */
public record ServiceState(
    boolean isStarting,
    HealthReport live,
    HealthReport ready,
    ServedModel model,
    ModelStatus models,
    Map<String, Object> information,
    Instant since,
    Instant now) {
  public ServiceState {
    Objects.requireNonNull(live, "live");
    Objects.requireNonNull(ready, "ready");
    information = Map.copyOf(information);
  }
}

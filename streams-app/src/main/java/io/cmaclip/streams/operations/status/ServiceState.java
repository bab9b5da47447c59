package io.cmaclip.streams.operations.status;

import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.ModelStatus;
import io.cmaclip.streams.service.HealthReport;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How the service is, besides its meters.
 *
 * @param isStarting whether the service is not there yet
 * @param model null before one serves
 * @param models null before one serves
 * @param information what runs here, by name
 * @param since when the process began to answer
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

package io.cmaclip.streams.models;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports hot swaps to operators: in the log, in metrics and as a {@link ModelStatus}. Written by
 * one thread, read by any.
 */
public final class ModelJournal {
  private static final Logger LOG = LoggerFactory.getLogger(ModelJournal.class);

  private final InstantSource clock;
  private final Consumer<Bundle> serves;
  private final Map<SwapResult, Counter> results = new EnumMap<>(SwapResult.class);
  private Bundle bundle;
  private volatile ModelStatus status;

  /**
   * @param first bundle that serves at the start
   * @param meters not owned
   * @param serves called with each bundle that serves after the first
   */
  public ModelJournal(
      Bundle first, MeterRegistry meters, InstantSource clock, Consumer<Bundle> serves) {
    this.clock = clock;
    this.serves = serves;
    for (SwapResult result : SwapResult.values()) {
      results.put(result, MeterTable.SWAPS.counter(meters, result.tag()));
    }
    this.bundle = first;
    this.status = new ModelStatus(first.identity(), clock.instant(), List.of(), 0, null);
  }

  public ModelStatus status() {
    return status;
  }

  void swapped(Bundle next) {
    List<ClassChange> changes = ClassChange.between(bundle.manifest(), next.manifest());
    ModelIdentity serving = next.identity();
    LOG.info(
        "Hot swap: {} {} ({}) replaces {} {} ({})",
        serving.name(),
        serving.version(),
        serving.fingerprint(),
        status.serving().name(),
        status.serving().version(),
        status.serving().fingerprint());
    for (ClassChange change : changes) {
      LOG.warn(
          "Classes of task {} have changed: added {}, removed {}",
          change.task(),
          change.added(),
          change.removed());
    }
    bundle = next;
    serves.accept(next);
    status =
        new ModelStatus(
            serving, clock.instant(), changes, status.swaps() + 1, status.lastFailure());
    results.get(SwapResult.SWAPPED).increment();
  }

  void failed(SwapResult result, String fingerprint, String reason) {
    LOG.warn(
        "Bundle {} is {}; {} ({}) continues to serve: {}",
        fingerprint,
        result == SwapResult.REFUSED ? "refused" : "rolled back",
        status.serving().name(),
        status.serving().fingerprint(),
        reason);
    status =
        new ModelStatus(
            status.serving(),
            status.since(),
            status.changedClasses(),
            status.swaps(),
            new ModelStatus.Failure(fingerprint, result, reason, clock.instant()));
    results.get(result).increment();
  }
}

package io.cmaclip.streams.metrics;

import io.cmaclip.batching.BatchingObserver;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.predictor.ImageEmbeddings;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.drift.DriftWatch;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.models.InferenceObserver;
import io.cmaclip.streams.models.Preparer;
import io.cmaclip.streams.topology.ListingObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** All meters of the service. For any thread. */
public final class ServiceMeters {
  private final MeterRegistry registry;
  private final DriftWatch drift;
  private final ListingMeters listings;
  private final BatchMeters batches;
  private final RestoreMeters restore;
  private final MultiGauge model;

  /**
   * @param registry not owned
   * @param maxLabels largest number of classes for which a task has one series per label
   */
  public ServiceMeters(MeterRegistry registry, int maxLabels, DriftSettings drift) {
    this.registry = registry;
    this.drift = new DriftWatch(drift, registry, System::nanoTime);
    this.listings = new ListingMeters(registry, maxLabels, this.drift::answered);
    this.batches = new BatchMeters(registry);
    this.restore = new RestoreMeters(registry);
    this.model =
        MultiGauge.builder(MeterTable.MODEL.name())
            .description(MeterTable.MODEL.meaning())
            .register(registry);
  }

  /** Meters without a registry. Drift alarms still go to the log. */
  public static ServiceMeters unread(DriftSettings drift) {
    return new ServiceMeters(new CompositeMeterRegistry(), 0, drift);
  }

  /** Meters without a registry, with the default drift settings. */
  public static ServiceMeters none() {
    return unread(DriftSettings.DEFAULT);
  }

  /** The registry, for meters of other components. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Registers the model that serves from now on. */
  public void serves(ServedModel served) {
    ModelIdentity identity = served.identity();
    model.register(
        List.of(
            MultiGauge.Row.of(
                Tags.of(
                    "name",
                    identity.name(),
                    "version",
                    identity.version(),
                    "fingerprint",
                    identity.fingerprint()),
                1)),
        true);
    listings.serves(served);
    drift.serves(identity, served.profile());
  }

  public ListingObserver listings() {
    return listings;
  }

  public BatchingObserver batches() {
    return batches;
  }

  /** Observes the restore of state stores. */
  public StateRestoreListener restore() {
    return restore;
  }

  public InferenceObserver inferences() {
    return batches;
  }

  /**
   * Outputs of the image encoder that are reused, with their meters. Call it once.
   *
   * @param maxBytes heap for them
   */
  public ImageEmbeddings embeddings(long maxBytes) {
    ImageEmbeddings known = new ImageEmbeddings(maxBytes, batches);
    MeterTable.EMBEDDINGS.gauge(registry, known, ImageEmbeddings::bytes);
    return known;
  }

  /** The preparer with a timer around it. */
  public Preparer timed(Preparer preparer) {
    Timer timer = MeterTable.PREPARATION.timer(registry);
    return (title, images) -> timer.record(() -> preparer.prepare(title, images));
  }

  /** Registers the gauges. */
  public void watch(ServiceGauges service) {
    service.bindTo(registry);
  }
}

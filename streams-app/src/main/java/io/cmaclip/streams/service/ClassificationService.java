package io.cmaclip.streams.service;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.metrics.ServiceGauges;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.topology.Classification;
import io.cmaclip.streams.unchanged.StoreMemory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. One thread opens, starts and closes it; any thread may query it. Failures
 * without recovery go to the {@link FatalHandler}, which ends the process.
 */
public final class ClassificationService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClassificationService.class);
  private static final Duration READY_POLL = Duration.ofMillis(20);

  /**
   * Components of the service, owned by it.
   *
   * @param versions builds a model version from a loaded model
   * @param storeMemory empty without an answer store
   */
  record Parts(
      Function<ServingModel, ModelVersion> versions,
      ModelVersions models,
      Classification classification,
      ImageSource images,
      Quarantine quarantine,
      KafkaStreams streams,
      ServiceHealth health,
      ServiceWatch watch,
      Optional<StoreMemory> storeMemory) {}

  private final ServiceSettings settings;
  private final Parts parts;
  private final AtomicBoolean closed = new AtomicBoolean();

  ClassificationService(ServiceSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /**
   * A builder of a service whose topics exist. The service reads nothing before {@link #start}.
   *
   * @param model owned by the service, which closes it even if {@link ServiceBuilder#open} fails
   * @param serdes not owned
   * @param fatal called on failures without recovery
   */
  public static ServiceBuilder builder(
      ServiceSettings settings, ServingModel model, EventSerdes serdes, FatalHandler fatal) {
    return new ServiceBuilder(settings, model, serdes, fatal);
  }

  /**
   * Swaps to another model; see {@link ModelVersions#replace}. For one thread at a time.
   *
   * @param next owned by the service, even if the swap fails
   * @throws IllegalStateException if {@code next} is not healthy in time; the former model stays
   */
  public void swapTo(ServingModel next, Duration patience) throws InterruptedException {
    parts.models.replace(parts.versions.apply(next), patience);
  }

  /** The model that serves now. */
  public ModelIdentity model() {
    return parts.models.current().identity();
  }

  /** Whether at least one full batch waits, so that no predictor is idle. */
  public boolean isBehind() {
    return parts.models.waiting() >= settings.batching().maxSize();
  }

  /** Starts predictors and stream threads, and returns at once. */
  public void start() {
    parts.models.start();
    parts.streams.start();
    parts.watch.start();
  }

  /** Whether the topology runs and at least one predictor is warm and healthy. */
  public boolean isReady() {
    return !closed.get()
        && parts.streams.state() == KafkaStreams.State.RUNNING
        && parts.models.isReady();
  }

  /** Why the service is not ready, for an operator; empty if it is ready. */
  public Optional<String> problem() {
    if (parts.streams.state() != KafkaStreams.State.RUNNING) {
      return Optional.of("Kafka Streams is in state " + parts.streams.state());
    }
    if (!parts.models.isReady()) {
      return parts.models.problem();
    }
    return parts.classification.waitsForRegistry()
        ? Optional.of("listings wait for the schema registry")
        : Optional.empty();
  }

  /** Readiness for probes. Unlike {@link #isReady}, it tolerates a short rebalance. */
  public HealthReport ready() {
    return closed.get() ? HealthReport.of("end", false, "the service ends") : parts.health.ready();
  }

  /** Liveness for probes. */
  public HealthReport live() {
    return closed.get() ? HealthReport.of("end", true, "the service ends") : parts.health.live();
  }

  /**
   * Waits until the service is ready.
   *
   * @return false after the timeout
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(READY_POLL.toMillis());
    }
    return true;
  }

  /** The Kafka Streams instance, for metrics and its state. */
  public KafkaStreams streams() {
    return parts.streams;
  }

  /** Bytes of the listings in flight. */
  public long bytesInFlight() {
    return parts.classification.batching().bytesInFlight();
  }

  /** Maximum of {@link #bytesInFlight} so far. */
  public long peakBytesInFlight() {
    return parts.classification.batching().peakBytesInFlight();
  }

  /**
   * Shuts down gracefully: stops intake, commits completed listings, leaves the consumer group so
   * that other instances take over at once, and closes the predictors. The next owner of each
   * partition processes the listings in flight.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    parts.watch.close();
    boolean stopped =
        parts.streams.close(
            CloseOptions.timeout(settings.lifecycle().shutdownLimit())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn(
          "stream threads did not stop within {} s",
          settings.lifecycle().shutdownLimit().toSeconds());
    }
    parts.images.close();
    parts.classification.close();
    parts.quarantine.close();
    parts.models.close();
    if (stopped) {
      parts.storeMemory.ifPresent(StoreMemory::close);
    }
  }

  ServiceGauges gauges() {
    StreamsBatching<?, ?, ?, ?> batching = parts.classification.batching();
    return new ServiceGauges(
        parts.models::waiting,
        batching::recordsInFlight,
        batching::bytesInFlight,
        batching::oldestInFlight,
        batching::offsetsHeld,
        parts.quarantine::candidates,
        parts.models::longestRunningCall,
        parts.models::isReady,
        () -> ready().isOk());
  }
}

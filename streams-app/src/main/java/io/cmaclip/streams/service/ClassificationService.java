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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. Opened, started and closed by one thread; the questions may be asked by any.
 * Whatever it cannot recover from goes to the {@link FatalHandler}, so that no process lives on
 * without working.
 */
public final class ClassificationService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClassificationService.class);
  private static final Duration READY_PAUSE = Duration.ofMillis(20);

  /**
   * What the service is made of; all of it is owned by the service.
   *
   * @param versions makes a model version of a loaded model
   */
  record Parts(
      Function<ServingModel, ModelVersion> versions,
      ModelVersions models,
      Classification classification,
      ImageSource images,
      Quarantine suspects,
      KafkaStreams streams,
      ServiceHealth health,
      ServiceWatch watch) {}

  private final ServiceSettings settings;
  private final Function<ServingModel, ModelVersion> versions;
  private final ModelVersions models;
  private final Classification classification;
  private final ImageSource images;
  private final Quarantine suspects;
  private final KafkaStreams streams;
  private final ServiceHealth health;
  private final ServiceWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  ClassificationService(ServiceSettings settings, Parts parts) {
    this.settings = settings;
    this.versions = parts.versions();
    this.models = parts.models();
    this.classification = parts.classification();
    this.images = parts.images();
    this.suspects = parts.suspects();
    this.streams = parts.streams();
    this.health = parts.health();
    this.watch = parts.watch();
  }

  /**
   * Begins a service. Topics exist already; nothing is read before {@link #start}.
   *
   * @param model closed by the service, also when it cannot be opened
   * @param serdes not owned
   * @param fatal called when the service cannot go on
   */
  public static ServiceBuilder builder(
      ServiceSettings settings, ServingModel model, EventSerdes serdes, FatalHandler fatal) {
    return new ServiceBuilder(settings, model, serdes, fatal);
  }

  /**
   * Lets another model serve; see {@link ModelVersions#replace}. By one thread at a time.
   *
   * @param next owned by the service from now on, also when this fails
   * @throws IllegalStateException when it is not well within the patience; the old one goes on
   */
  public void swapTo(ServingModel next, Duration patience) throws InterruptedException {
    models.replace(versions.apply(next), patience);
  }

  /** The model that serves now. */
  public ModelIdentity model() {
    return models.current().identity();
  }

  /** Whether as many listings wait for a forward as go into one, so that nothing is idle. */
  public boolean isBehind() {
    return models.waiting() >= settings.batching().maxSize();
  }

  /** Starts predictors and stream threads, and returns at once. */
  public void start() {
    models.start();
    streams.start();
    watch.start();
  }

  /** Whether listings are being answered: the topology runs, and a predictor is warm and well. */
  public boolean isReady() {
    return !closed.get() && streams.state() == KafkaStreams.State.RUNNING && models.isReady();
  }

  /** Why it is not ready, for an operator; empty when it is. */
  public Optional<String> problem() {
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return Optional.of("Kafka Streams is in state " + streams.state());
    }
    if (!models.isReady()) {
      return models.problem();
    }
    return classification.waitsForRegistry()
        ? Optional.of("listings wait for the schema registry")
        : Optional.empty();
  }

  /**
   * Whether it answers listings, for whoever asks from outside. Unlike {@link #isReady}, a short
   * rebalance does not count.
   */
  public HealthReport ready() {
    return closed.get() ? HealthReport.of("end", false, "the service ends") : health.ready();
  }

  /** Whether the process is worth keeping. */
  public HealthReport live() {
    return closed.get() ? HealthReport.of("end", true, "the service ends") : health.live();
  }

  /**
   * Waits until it is ready.
   *
   * @return false when it was not ready within the time
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(READY_PAUSE.toMillis());
    }
    return true;
  }

  /** The Kafka Streams instance, for metrics and for watching its state. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Bytes of listings in flight now. */
  public long bytesInFlight() {
    return classification.batching().bytesInFlight();
  }

  /** Most bytes of listings that were in flight at once. */
  public long peakBytesInFlight() {
    return classification.batching().peakBytesInFlight();
  }

  /**
   * Stops taking listings in, commits what was forwarded, leaves the group at once so that others
   * can take over, and ends the predictors. Listings in flight are left to whoever comes next.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    watch.close();
    boolean stopped =
        streams.close(
            CloseOptions.timeout(settings.lifecycle().shutdownLimit())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn(
          "stream threads did not stop within {} s",
          settings.lifecycle().shutdownLimit().toSeconds());
    }
    images.close();
    classification.close();
    suspects.close();
    models.close();
  }

  ServiceGauges gauges() {
    StreamsBatching<?, ?, ?, ?> batching = classification.batching();
    return new ServiceGauges(
        models::waiting,
        batching::recordsInFlight,
        batching::bytesInFlight,
        batching::oldestInFlight,
        batching::offsetsHeld,
        suspects::candidates,
        models::longestRunningCall,
        models::isReady,
        () -> ready().isOk());
  }
}

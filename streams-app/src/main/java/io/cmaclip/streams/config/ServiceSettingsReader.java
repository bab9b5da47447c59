package io.cmaclip.streams.config;

import io.cmaclip.batching.BatchSettings;
import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.batching.SupervisionSettings;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.drift.DriftSettings;
import io.cmaclip.streams.events.InputSettings;
import io.cmaclip.streams.models.ImageDecoding;
import io.cmaclip.streams.models.ModelSettings;
import io.cmaclip.streams.models.ShadowSettings;
import io.cmaclip.streams.operations.OperationsSettings;
import io.cmaclip.streams.output.OutputSettings;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.quarantine.RetrySettings;
import io.cmaclip.streams.review.ListingValue;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.service.Lifecycle;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.service.StreamsSettings;
import io.cmaclip.streams.service.ThreadReplacement;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.StreamsConfig;

/** Builds the settings records of each part of the service from its configuration. */
public final class ServiceSettingsReader {
  private static final double PERCENT = 100;
  private static final int SAME_DEVICE_SHARE = 10;
  private static final int OWN_DEVICE_SHARE = 100;

  private final ServiceConfig config;

  public ServiceSettingsReader(ServiceConfig config) {
    this.config = config;
  }

  /**
   * Settings of the running service.
   *
   * @throws io.cmaclip.model.errors.UserException if no broker is set
   */
  public ServiceSettings service() {
    return new ServiceSettings(
        streams(),
        topicNames(),
        new BatchSettings(
            config.get(ServiceKeys.BATCH_MAX_SIZE), config.get(ServiceKeys.BATCH_MAX_DELAY)),
        new InFlightLimits(
            config.get(ServiceKeys.IN_FLIGHT_MAX_LISTINGS),
            config.get(ServiceKeys.IN_FLIGHT_MAX_BYTES)),
        new SupervisionSettings(
            config.get(ServiceKeys.FIRST_RETRY),
            config.get(ServiceKeys.LONGEST_RETRY),
            config.get(ServiceKeys.STALL_UNREADY),
            config.get(ServiceKeys.STALL_EXIT)),
        new QuarantineSettings(
            config.get(ServiceKeys.QUARANTINE_KILLS), config.get(ServiceKeys.QUARANTINE_WATCH)),
        new RetrySettings(
            config.get(ServiceKeys.UNKNOWN_SCHEMA_RETRY), config.get(ServiceKeys.LISTING_RETRY)),
        new Lifecycle(
            config.get(OperationsKeys.LONGEST_REBALANCE),
            config.get(OperationsKeys.SHUTDOWN_LIMIT)),
        ImageKeys.settings(config),
        orOnePerCore(config.get(ServiceKeys.PREPROCESS_THREADS)),
        config.get(ReviewKeys.MAX_INLINE_IMAGE).intValue());
  }

  /** Settings of decisions and of the audit sample. */
  public DecisionSettings decisions() {
    return ReviewKeys.decisions(config);
  }

  /** How many listings may go to review. */
  public ReviewBudget reviewBudget() {
    return ReviewKeys.budget(config);
  }

  /** What a listing is worth. */
  public ListingValue listingValue() {
    return new ListingValue(config.get(ReviewKeys.VALUE));
  }

  /** Settings of listings that the model has already classified. */
  public UnchangedSettings unchanged() {
    return UnchangedKeys.settings(config);
  }

  /**
   * Memory for outputs of the image encoder that are reused, in bytes; 0: none are.
   *
   * @throws io.cmaclip.model.errors.UserException if it is more than half of the heap
   */
  public long imageEmbeddingsBytes() {
    return ImageKeys.embeddingsBytes(config);
  }

  public TopicNames topicNames() {
    List<String> listings = config.get(TopicKeys.LISTINGS);
    return new TopicNames(
        listings.get(0),
        config.get(TopicKeys.ATTRIBUTES),
        config.get(TopicKeys.REVIEW),
        config.get(TopicKeys.DEAD_LETTER),
        config.get(TopicKeys.QUARANTINE),
        listings.subList(1, listings.size()));
  }

  /** How the records of each input topic are read. */
  public Map<String, InputSettings> inputs() {
    return InputKeys.settings(config, config.get(TopicKeys.LISTINGS));
  }

  /** Settings of the main model; 0 predictors means one per core on the CPU, one on a GPU. */
  public ModelSettings model() {
    DeviceChoice device = config.get(ServiceKeys.DEVICE);
    int predictors = config.get(ServiceKeys.PREDICTORS);
    // With auto, the device is unknown here; additional predictors on a GPU do no harm.
    int suitable =
        device.kind() == DeviceChoice.Kind.GPU ? 1 : Runtime.getRuntime().availableProcessors();
    return new ModelSettings(
        device,
        precision(),
        predictors == 0 ? suitable : predictors,
        config.get(ServiceKeys.BATCH_MAX_SIZE),
        new ImageDecoding(config.get(ImageKeys.MAX_PIXELS), config.find(ImageKeys.DECODE)),
        ReviewKeys.policy(config));
  }

  /**
   * Number format of the model.
   *
   * @throws UsageException when both keys that set it are given
   */
  private Precision precision() {
    Precision precision = config.get(ServiceKeys.PRECISION);
    if (!config.get(ServiceKeys.HALF_PRECISION)) {
      return precision;
    }
    if (precision != Precision.FLOAT32) {
      throw new UsageException(
          "precision = " + precision + ": must be float32, because half-precision = true");
    }
    return Precision.FLOAT16;
  }

  /** Settings of drift detection. */
  public DriftSettings drift() {
    return DriftKeys.settings(config);
  }

  /** Formats and shapes of the output topics. */
  public OutputSettings outputs() {
    return OutputKeys.settings(config);
  }

  /** Settings of metrics and health. */
  public OperationsSettings operations() {
    return OperationsKeys.settings(config);
  }

  /**
   * Settings of the shadow model: one predictor, and the thresholds of its own tasks.
   *
   * @param tasks tasks of its bundle
   */
  public ModelSettings shadowModel(Set<String> tasks) {
    ModelSettings main = model();
    ReviewSettings review = main.review();
    Map<String, Double> thresholds = new TreeMap<>(review.taskAcceptThresholds());
    thresholds.keySet().retainAll(tasks);
    Set<String> reviewed = null;
    if (review.tasks() != null) {
      reviewed = new TreeSet<>(review.tasks());
      reviewed.retainAll(tasks);
    }
    return new ModelSettings(
        config.find(ModelChangeKeys.SHADOW_DEVICE).orElse(main.device()),
        main.precision(),
        1,
        main.warmUpBatch(),
        main.images(),
        new ReviewSettings(
            review.acceptThreshold(),
            thresholds,
            review.noise(),
            review.conflictThreshold(),
            reviewed));
  }

  /** Limits and output topic of the shadow model. */
  public ShadowSettings shadow() {
    boolean ownDevice = config.find(ModelChangeKeys.SHADOW_DEVICE).isPresent();
    int usualShare = ownDevice ? OWN_DEVICE_SHARE : SAME_DEVICE_SHARE;
    return new ShadowSettings(
        config.get(TopicKeys.SHADOW),
        config.get(ServiceKeys.BATCH_MAX_SIZE),
        config.get(ModelChangeKeys.SHADOW_MAX_QUEUED),
        config.get(ModelChangeKeys.SHADOW_MAX_BYTES),
        config.find(ModelChangeKeys.SHADOW_MAX_SHARE).orElse(usualShare) / PERCENT);
  }

  /** How missing topics are created. */
  public TopicSettings topics() {
    return new TopicSettings(
        config.get(TopicKeys.PARTITIONS),
        config.get(TopicKeys.REPLICATION),
        config.get(TopicKeys.CREATE));
  }

  private StreamsSettings streams() {
    Map<String, String> kafka = new TreeMap<>(config.kafka());
    kafka.remove(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
    return new StreamsSettings(
        config.bootstrap(),
        config.get(ServiceKeys.APPLICATION_ID),
        config.get(ServiceKeys.GUARANTEE),
        config.get(ServiceKeys.THREADS),
        threadReplacement(),
        kafka);
  }

  /** Limit on replacements of failed stream threads. */
  public ThreadReplacement threadReplacement() {
    return new ThreadReplacement(
        config.get(ServiceKeys.MAX_THREAD_REPLACEMENTS),
        config.get(ServiceKeys.THREAD_REPLACEMENT_WINDOW));
  }

  private static int orOnePerCore(int threads) {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}

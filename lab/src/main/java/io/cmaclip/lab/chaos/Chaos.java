package io.cmaclip.lab.chaos;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topics.TopicSetup;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A chaos run: a reference run without faults, a run with the same inputs and faults, and the
 * comparison. Single use, one thread; an interrupt stops it.
 */
public final class Chaos {
  private static final int PARTITIONS = 6;
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final ChaosSettings settings;
  private final Bundle bundle;
  private final List<Listing> rows;

  /**
   * @param bundle the bundle of the settings, opened
   * @param rows titles and images of the listings; at least one has an image
   */
  public Chaos(ChaosSettings settings, Bundle bundle, List<Listing> rows) {
    this.settings = settings;
    this.bundle = bundle;
    this.rows = List.copyOf(rows);
  }

  /**
   * Performs the run. All child processes have exited when this method returns or throws.
   *
   * @throws UserException if the run failed and has no result
   */
  public ChaosReport run() throws InterruptedException {
    long start = System.nanoTime();
    try (Brokers brokers = Brokers.start(settings.folder(), settings.brokers());
        RegistryServer registry = RegistryServer.start(settings.folder());
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()));
        Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrap()))) {
      TopicNames referenceTopics = topics(admin, "reference");
      TopicNames topics = topics(admin, "chaos");
      List<Input> inputs = inputs(serdes, List.of(referenceTopics, topics));
      long firstTime = System.currentTimeMillis();
      OutputComparison comparison =
          new OutputComparison(
              new Thresholds(bundle.manifest(), settings.tolerance()),
              serdes.serde(ListingAttributes.class).deserializer(),
              serdes.serde(ReviewItem.class).deserializer());

      List<OutputRecord> reference =
          reference(brokers, registry, referenceTopics, inputs, firstTime);
      requireExactlyOnce(
          OutputVerifier.verify(
              comparison, inputs.size(), Input.silent(inputs), reference, reference));

      FaultRun faultRun = new FaultRun(settings, inputs, firstTime);
      List<OutputRecord> seen =
          faultRun.run(
              brokers,
              registry,
              launcher("chaos", brokers, registry, topics, settings.guarantee()),
              new DeadLetterTopic(admin, topics.deadLetter()),
              PARTITIONS);
      Verdict verdict =
          OutputVerifier.verify(comparison, inputs.size(), Input.silent(inputs), reference, seen);
      return faultRun.report(verdict, seen, (System.nanoTime() - start) / 1e9);
    }
  }

  private List<OutputRecord> reference(
      Brokers brokers,
      RegistryServer registry,
      TopicNames topics,
      List<Input> inputs,
      long firstTime)
      throws InterruptedException {
    ServiceLauncher launcher =
        launcher("reference", brokers, registry, topics, Guarantee.EXACTLY_ONCE_V2);
    try (ProgressBar bar = ProgressBar.start("reference", "listings", inputs.size());
        Fleet fleet = new Fleet(launcher::launch, 1);
        Sender sender = new Sender(inputs, topics.listings(), brokers.bootstrap(), firstTime);
        OutputReader reader =
            new OutputReader(
                brokers.bootstrap(), topics, PARTITIONS, Input.silent(inputs), bar::step)) {
      fleet.start();
      sender.release(inputs.size());
      if (!reader.awaitAnswered(inputs.size(), SILENCE, fleet::check)) {
        sender.check();
        throw new UserException(
            "the reference run stalled after "
                + reader.answered()
                + " of "
                + inputs.size()
                + " listings; see "
                + settings.folder());
      }
      fleet.terminate();
      return reader.readToTheEnd(SILENCE);
    }
  }

  private static void requireExactlyOnce(Verdict reference) {
    if (!reference.isExactlyOnce()) {
      throw new UserException("the reference run violates exactly-once: " + reference);
    }
  }

  private TopicNames topics(Admin admin, String prefix) {
    TopicNames names =
        new TopicNames(
            prefix + "-listings",
            prefix + "-attributes",
            prefix + "-review",
            prefix + "-dead-letter",
            prefix + "-suspects");
    new TopicSetup(admin, names, new TopicSettings(PARTITIONS, -1, true))
        .prepare(ServiceSettings.DEFAULT_INLINE_IMAGE_BYTES);
    return names;
  }

  /** Registers the schema for both topics; the registry assigns one id. */
  private List<Input> inputs(EventSerdes serdes, List<TopicNames> both) {
    Serializer<ProductListing> serializer = serdes.serde(ProductListing.class).serializer();
    return Inputs.of(
        settings.seed(),
        settings.listings(),
        PARTITIONS,
        rows,
        listing -> {
          byte[] bytes = new byte[0];
          for (TopicNames topics : both) {
            bytes = serializer.serialize(topics.listings(), listing);
          }
          return bytes;
        },
        settings.unchanged() == UnchangedMode.SKIP);
  }

  private Map<String, String> serviceSettings(boolean reference) {
    Map<String, String> all = new HashMap<>(settings.services());
    if (!reference) {
      all.putAll(new FaultTimings(settings.failing()).settings());
    }
    all.put("unchanged", settings.unchanged().name().toLowerCase(Locale.ROOT));
    return all;
  }

  private ServiceLauncher launcher(
      String name,
      Brokers brokers,
      RegistryServer registry,
      TopicNames topics,
      Guarantee guarantee) {
    boolean reference = name.equals("reference");
    return new ServiceLauncher(
        name,
        settings.folder(),
        settings.bundle(),
        brokers.bootstrap(),
        registry.url(),
        topics,
        guarantee,
        reference ? Duration.ZERO : FaultTimings.SHORTEST_INFERENCE,
        serviceSettings(reference));
  }
}

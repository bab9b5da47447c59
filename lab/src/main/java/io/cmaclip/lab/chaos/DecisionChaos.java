package io.cmaclip.lab.chaos;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topics.TopicSetup;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A chaos run with decisions of reviewers: services are killed while events and decisions of the
 * same listings arrive. Single use, one thread; an interrupt stops it.
 */
public final class DecisionChaos {
  private static final int PARTITIONS = 6;
  private static final Duration SILENCE = Duration.ofMinutes(4);
  private static final Duration TARGET = Duration.ofMinutes(1);
  private static final int LONGEST_PAUSE_MILLIS = 2000;
  private static final TopicNames TOPICS =
      new TopicNames(
          "decided-listings",
          "decided-attributes",
          "decided-review",
          "decided-dead-letter",
          "decided-suspects");
  private static final String DECISIONS = "decided-decisions";

  private final ChaosSettings settings;
  private final Bundle bundle;
  private final List<Listing> rows;

  /**
   * @param settings its listings and faults have no meaning here
   * @param bundle the bundle of the settings, opened
   * @param rows titles of the listings
   */
  public DecisionChaos(ChaosSettings settings, Bundle bundle, List<Listing> rows) {
    this.settings = settings;
    this.bundle = bundle;
    this.rows = List.copyOf(rows);
  }

  /**
   * Performs the run. All child processes have exited when this method returns or throws.
   *
   * @throws UserException if the run failed and has no result
   */
  public DecisionChaosReport run() throws InterruptedException {
    long start = System.nanoTime();
    try (Brokers brokers = Brokers.start(settings.folder(), settings.brokers());
        RegistryServer registry = RegistryServer.start(settings.folder());
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      prepareTopics(brokers);
      ServiceLauncher launcher = launcher(brokers, registry);
      try (Fleet fleet = new Fleet(launcher::launch, settings.instances());
          ProgressBar bar = ProgressBar.start("chaos", "kills", settings.kills());
          DecisionTraffic traffic = traffic(brokers, serdes);
          OutputReader reader =
              new OutputReader(
                  brokers.bootstrap(), TOPICS, PARTITIONS, new BitSet(), answered -> {})) {
        fleet.start();
        traffic.sendListings();
        await(reader, fleet, DecisionTraffic.KEYS);
        traffic.start();
        int killsInFlight = kill(fleet, traffic, bar);
        List<DecisionTraffic.Sent> sent = traffic.stop();
        if (!reader.awaitAnswered(sent.size(), SILENCE, fleet::check)) {
          bar.note("outputs are missing");
        }
        int ended = fleet.endedByThemselves();
        fleet.terminate();
        List<OutputRecord> seen = reader.readToTheEnd(SILENCE);
        Deserializer<ListingAttributes> attributes =
            serdes.serde(ListingAttributes.class).deserializer();
        DecisionVerifier verdict =
            DecisionVerifier.verify(
                sent,
                traffic.inForce(),
                seen,
                value -> attributes.deserialize(TOPICS.attributes(), value));
        return report(sent, killsInFlight, ended, verdict, (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private DecisionTraffic traffic(Brokers brokers, EventSerdes serdes) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (BundleTask task : bundle.manifest().tasks()) {
      classes.put(task.name(), task.classes());
    }
    return new DecisionTraffic(
        new DecisionTraffic.Target(brokers.bootstrap(), TOPICS.listings(), DECISIONS, PARTITIONS),
        serdes,
        rows,
        classes,
        settings.seed());
  }

  /** Kills services; returns how many had listings in inference. */
  private int kill(Fleet fleet, DecisionTraffic traffic, ProgressBar bar)
      throws InterruptedException {
    Random random = new Random(settings.seed());
    int inFlight = 0;
    for (int i = 0; i < settings.kills(); i++) {
      if (!fleet.awaitReady()) {
        throw new UserException("the services did not become ready; see " + settings.folder());
      }
      Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      Optional<TargetService> target = fleet.target(random, TARGET);
      if (target.isPresent()) {
        Child service = target.get().service();
        fleet.release(service);
        service.kill();
        inFlight++;
      }
      traffic.check();
      bar.step(1);
    }
    return inFlight;
  }

  private static void await(OutputReader reader, Fleet fleet, int count)
      throws InterruptedException {
    if (!reader.awaitAnswered(count, SILENCE, fleet::check)) {
      throw new UserException("the listings have no answers");
    }
  }

  private void prepareTopics(Brokers brokers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrap()))) {
      TopicSetup setup = new TopicSetup(admin, TOPICS, new TopicSettings(PARTITIONS, -1, true));
      setup.prepare(ServiceSettings.DEFAULT_INLINE_IMAGE_BYTES);
      setup.prepareDecisions(DECISIONS);
    }
  }

  private ServiceLauncher launcher(Brokers brokers, RegistryServer registry) {
    Map<String, String> all = new HashMap<>(settings.services());
    all.putAll(new FaultTimings(settings.failing()).settings());
    all.put("unchanged", unchanged());
    all.put("topics.decisions", DECISIONS);
    return new ServiceLauncher(
        "decided",
        settings.folder(),
        settings.bundle(),
        brokers.bootstrap(),
        registry.url(),
        TOPICS,
        Guarantee.EXACTLY_ONCE_V2,
        FaultTimings.SHORTEST_INFERENCE,
        all);
  }

  private DecisionChaosReport report(
      List<DecisionTraffic.Sent> sent,
      int killsInFlight,
      int endedByThemselves,
      DecisionVerifier verdict,
      double seconds) {
    long decisions = sent.stream().filter(DecisionTraffic.Sent::isDecision).count();
    return new DecisionChaosReport(
        settings.seed(),
        unchanged(),
        settings.instances(),
        settings.brokers(),
        settings.kills(),
        killsInFlight,
        sent.size() - decisions,
        decisions,
        verdict.lost(),
        verdict.doubled(),
        verdict.overwritten(),
        verdict.wrong(),
        endedByThemselves,
        verdict.examples(),
        seconds,
        verdict.isKept());
  }

  private String unchanged() {
    return settings.unchanged().name().toLowerCase(Locale.ROOT);
  }
}

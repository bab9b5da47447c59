package io.cmaclip.lab.chaos;

import io.cmaclip.lab.chaos.processes.FaultyServe;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts {@code serve} with a predictor that injects faults on command.
 *
 * @param name prefix of the process names and suffix of the consumer group
 * @param folder folder of logs and state
 * @param shortestInference shortest duration of an inference call
 * @param settings additional service settings
 */
record ServiceLauncher(
    String name,
    Path folder,
    Path bundle,
    String bootstrap,
    String registry,
    TopicNames topics,
    Guarantee guarantee,
    Duration shortestInference,
    Map<String, String> settings) {
  private static final String HEAP = "400m";

  /** Settings that a run makes, beside those of {@link FaultTimings} and all topics. */
  private static final Set<String> OWN =
      Set.of(
          "application.id",
          "bundle",
          "guarantee",
          "kafka.bootstrap.servers",
          "kafka.state.dir",
          "schema.registry.url",
          "unchanged");

  /** Whether a run sets this key of the services. */
  static boolean sets(String key) {
    return OWN.contains(key)
        || key.startsWith("topics.")
        || new FaultTimings(Duration.ZERO).settings().containsKey(key);
  }

  /** Starts the service with this number. */
  Child launch(int number) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("application.id", "chaos-" + name);
    all.put("guarantee", guarantee.kafkaName());
    all.put("topics.listings", topics.listings());
    all.put("topics.attributes", topics.attributes());
    all.put("topics.review", topics.review());
    all.put("topics.dead-letter", topics.deadLetter());
    all.put("topics.suspects", topics.quarantine());
    all.put("topics.create", "false");
    // Two processes cannot share a folder of state stores.
    all.put("kafka.state.dir", folder.resolve("state").resolve(name + "-" + number).toString());
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(shortestInference.toMillis()));
    arguments.addAll(List.of("--bundle", bundle.toString()));
    arguments.addAll(List.of("--bootstrap", bootstrap, "--registry", registry));
    all.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    String service = name + "-" + number;
    return Child.start(
        service, folder.resolve(service + ".log"), HEAP, FaultyServe.class, arguments);
  }
}

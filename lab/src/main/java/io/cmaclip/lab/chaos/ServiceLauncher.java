package io.cmaclip.lab.chaos;

import io.cmaclip.lab.chaos.processes.MisbehavingServe;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts {@code serve} around a predictor that misbehaves on command.
 *
 * @param name of the processes and of the consumer group
 * @param folder for logs
 * @param leastForward what a forward takes at least
 * @param settings beside those that follow from the rest
 */
record ServiceLauncher(
    String name,
    Path folder,
    Path bundle,
    String bootstrap,
    String registry,
    TopicNames topics,
    Guarantee guarantee,
    Duration leastForward,
    Map<String, String> settings) {
  private static final String HEAP = "400m";

  /** Starts the one with this number. */
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
    all.put("kafka.state.dir", folder.resolve("state").toString());
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(leastForward.toMillis()));
    arguments.addAll(List.of("--bundle", bundle.toString()));
    arguments.addAll(List.of("--bootstrap", bootstrap, "--registry", registry));
    all.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    String service = name + "-" + number;
    return Child.start(
        service, folder.resolve(service + ".log"), HEAP, MisbehavingServe.class, arguments);
  }
}

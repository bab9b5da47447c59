package io.cmaclip.it.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PromQL queries of dashboard and alerts. */
final class Queries {
  /** Prefixes of all meters: service, Kafka, JVM and resilience4j. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(cmaclip|kafka|jvm|process|system|resilience4j)_\\w+");

  private Queries() {}

  /** Queries of the dashboard with all values of its variables selected. */
  static List<String> dashboard(String interval) {
    List<String> queries = new ArrayList<>();
    for (JsonNode query :
        DeployFiles.yaml(DeployFiles.DASHBOARD).get("panels").findValues("expr")) {
      queries.add(
          query
              .textValue()
              .replace("$__rate_interval", interval)
              .replaceAll("\\$(job|instance|task)", ".*"));
    }
    return queries;
  }

  /** Conditions of the alerts. */
  static List<String> alerts() {
    return DeployFiles.yaml(DeployFiles.ALERTS).findValues("expr").stream()
        .map(JsonNode::textValue)
        .toList();
  }

  /** Names of the metrics in all queries. */
  static Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    Stream.concat(dashboard("1m").stream(), alerts().stream())
        .map(METRIC::matcher)
        .flatMap(Matcher::results)
        .forEach(result -> names.add(result.group()));
    return names;
  }
}

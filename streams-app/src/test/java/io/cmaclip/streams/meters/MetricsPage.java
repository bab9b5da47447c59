package io.cmaclip.streams.meters;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/** Writes the reference of all meters, docs/metrics.md. */
final class MetricsPage {
  private static final String OPENING =
      """
      # Metrics

      <!-- Written from the table of meters in the service's code; a test holds the two together. -->

      `curl http://127.0.0.1:8090/metrics` shows them in Prometheus' text form (OpenMetrics where the
      client asks for it); address and port are `operations.host` and `operations.port` in
      [configuration.md](configuration.md). Histograms come as `_bucket`, `_sum`, `_count` and `_max`,
      with the bounds named here; percentiles over all instances are `histogram_quantile(0.99, sum by
      (le) (rate(cmaclip_latency_arrival_seconds_bucket[5m])))`.

      Tags have values of the code, the bundle and the configuration only, so no listing can add a series. What is
      counted of listings is counted when they are forwarded: those of a transaction that is given up
      come again, and are counted again.

      | in a scrape | kind | unit | tags | meaning | worry when |
      | --- | --- | --- | --- | --- | --- |
      """;

  private static final String BUCKETS =
      """

      ## Bounds of the histograms

      | meter | upper bounds |
      | --- | --- |
      """;

  private static final String OTHERS =
      """

      ## From libraries

      | begins with | what |
      | --- | --- |
      | `kafka_stream_`, `kafka_consumer_`, `kafka_producer_`, `kafka_admin_client_` | Kafka Streams and its clients: Kafka's own metrics under their own names, by client, thread, task, topic |
      | `jvm_`, `process_`, `system_` | the JVM: memory, garbage collection, threads, processor time, uptime |
      | `cache_` | the cache of images, `cache="cmaclip.image.cache"`: size, hits, evictions |
      | `resilience4j_` | retries, time limits and places of image fetching; circuits and places of the hosts in `image.fetch.named-hosts` only |
      """;

  private MetricsPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(OPENING);
    MeterTable.ALL.forEach(key -> page.append(row(key)));
    page.append(BUCKETS);
    MeterTable.ALL.stream()
        .filter(key -> !key.buckets().isEmpty())
        .forEach(key -> page.append(bounds(key)));
    return page.append(OTHERS).toString();
  }

  private static String row(MeterKey key) {
    String tags = key.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s | %s |%n"
        .formatted(key.scrapedName(), key.kindText(), key.unit(), tags, key.meaning(), key.worry())
        .replace(System.lineSeparator(), "\n");
  }

  private static String bounds(MeterKey key) {
    String bounds =
        key.buckets().stream()
            .map(bound -> BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString())
            .collect(Collectors.joining(", "));
    return "| `" + key.scrapedName() + "` | " + bounds + " |\n";
  }
}

package io.cmaclip.streams.meters;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/** Generates the reference of all meters, docs/metrics.md. */
final class MetricsPage {
  private static final String OPENING =
      """
      # Metrics

      <!-- Generated from the table of meters in the service's code; a test compares the two. -->

      `curl http://127.0.0.1:8090/metrics` returns all metrics in Prometheus' text format, or in OpenMetrics if the
      client accepts it. `operations.host` and `operations.port` set the address: [configuration.md](configuration.md).

      A histogram has the series `_bucket`, `_sum`, `_count` and `_max`; the second table lists its buckets. Percentile
      over all instances:
      `histogram_quantile(0.99, sum by (le) (rate(cmaclip_latency_arrival_seconds_bucket[5m])))`.

      Tag values come from the code, the bundle and the configuration, so listings cannot add series. Listings are counted
      when their outputs are sent. If the transaction is aborted, they are processed and counted again.

      | name in a scrape | type | unit | tags | meaning | investigate if |
      | --- | --- | --- | --- | --- | --- |
      """;
  private static final String CONSOLE =
      """

      ## Review console

      `./cmaclip console` has an operations port of its own, with `/metrics` alone: the following meters, those of Kafka
      Streams and its clients, and those of the JVM. It is 8093 unless `operations.port` is set, and a free port if 8093 is
      in use. The accounts are those of the partitions that the console has: sum them over all consoles.

      | name in a scrape | type | unit | tags | meaning | investigate if |
      | --- | --- | --- | --- | --- | --- |
      """;
  private static final String BUCKETS =
      """

      ## Histogram buckets

      | meter | upper bounds |
      | --- | --- |
      """;
  private static final String OTHERS =
      """

      ## Metrics of libraries

      | prefix | content |
      | --- | --- |
      | `kafka_stream_`, `kafka_consumer_`, `kafka_producer_`, `kafka_admin_client_` | Metrics of Kafka Streams and its clients under Kafka's names, by client, thread, task and topic |
      | `jvm_`, `process_`, `system_` | JVM: memory, garbage collection, threads, processor time, uptime |
      | `cache_` | Image cache, `cache="cmaclip.image.cache"`: size, hits, evictions |
      | `resilience4j_` | Image fetches: retries and time limits; circuit breaker and bulkhead of the hosts in `image.fetch.named-hosts` |
      """;

  private MetricsPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(OPENING);
    MeterTable.ALL.forEach(key -> page.append(row(key)));
    page.append(CONSOLE);
    ConsoleMeterTable.ALL.forEach(key -> page.append(row(key)));
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

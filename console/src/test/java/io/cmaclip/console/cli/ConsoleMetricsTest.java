package io.cmaclip.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmaclip.console.queue.ItemFilter;
import io.cmaclip.console.queue.LeasedItem;
import io.cmaclip.console.queue.RefusedException;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.console.queue.Submission;
import io.cmaclip.console.web.ReviewTopics;
import io.cmaclip.console.web.Reviewer;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.meters.ConsoleMeterTable;
import io.cmaclip.streams.meters.MeterKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's meters in docs/metrics.md are exactly those of a scrape. */
class ConsoleMetricsTest {
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (cmaclip_\\w+) ");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aScrapeHoldsExactlyTheDocumentedMetersAndTheirAccounts(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("reviewers");
    Reviewers.add(file, new Reviewer("ann", Reviewer.Role.REVIEWER));
    int port = FreePort.find();
    try (ReviewTopics topics = new ReviewTopics()) {
      Map<String, String> settings = new TreeMap<>(topics.settings());
      settings.put("kafka.state.dir", folder.resolve("state").toString());
      settings.put("operations.port", Integer.toString(port));
      ServiceConfig config = ServiceConfig.of(List.of(ConfigSource.flags(settings)));
      topics.send(List.of("Red dress", "Blue dress", "Green dress", "White dress"));
      try (Console console =
          Console.start(
              config, topics.serdes(), Reviewers.read(file), 0, null, (what, cause) -> {})) {
        ReviewQueue queue = console.queue();
        await().atMost(PATIENCE).until(() -> queue.progress().waiting() == 4);
        List<LeasedItem> items = queue.lease("ann", ItemFilter.ALL, 3);
        decide(queue, "ann", items.get(0), DecisionKind.LABEL);
        decide(queue, "ann", items.get(1), DecisionKind.FLAG);
        assertThatThrownBy(() -> decide(queue, "bob", items.get(2), DecisionKind.LABEL))
            .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> decide(queue, "bob", items.get(0), DecisionKind.LABEL))
            .isInstanceOf(RefusedException.class);
        assertThat(queue.undo("ann")).isPresent();

        String decided = "cmaclip_console_items{state=\"decided\"} 1.0";
        await().atMost(PATIENCE).until(() -> scrape(port).contains(decided));
        String scrape = scrape(port);
        assertThat(FAMILY.matcher(scrape).results().map(found -> found.group(1)))
            .containsExactlyInAnyOrderElementsOf(
                ConsoleMeterTable.ALL.stream().map(MeterKey::scrapedName).toList());
        assertThat(scrape.lines())
            .contains(
                "cmaclip_console_arrived 4.0",
                "cmaclip_console_items{state=\"waiting\"} 3.0",
                "cmaclip_console_items{state=\"expired\"} 0.0",
                "cmaclip_console_leases 2.0",
                "cmaclip_console_partitions 2.0",
                "cmaclip_console_decisions_total{kind=\"label\"} 1.0",
                "cmaclip_console_decisions_total{kind=\"flag\"} 1.0",
                "cmaclip_console_decisions_total{kind=\"undo\"} 1.0",
                "cmaclip_console_refusals_total{reason=\"held\"} 1.0",
                "cmaclip_console_refusals_total{reason=\"decided\"} 1.0");
        assertThat(scrape)
            .contains("kafka_stream_alive_stream_threads", "jvm_memory_used_bytes")
            .doesNotContain("cmaclip_console_oldest_seconds 0.0");
      }
    }
  }

  private static void decide(
      ReviewQueue queue, String reviewer, LeasedItem item, DecisionKind kind) {
    String task = kind == DecisionKind.FLAG ? "" : "colour";
    String label = kind == DecisionKind.FLAG ? "" : "red";
    String lease = reviewer.equals("ann") ? item.leaseId() : "of " + reviewer;
    queue.decide(
        reviewer,
        new Submission(
            item.id(),
            lease,
            item.version(),
            1_000,
            List.of(new Submission.Choice(task, kind, label))));
  }

  private String scrape(int port) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
    return client
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

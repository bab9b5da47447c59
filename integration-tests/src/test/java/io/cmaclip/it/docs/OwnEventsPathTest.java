package io.cmaclip.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.it.commands.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The five commands of docs/own-events.md lead from a file of events to answers. */
@Timeout(420)
class OwnEventsPathTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Path BUNDLE = ShippedBundle.find("garments");

  @TempDir Path folder;

  @Test
  void thePageLeadsFromAFileOfEventsToAnswers() throws Exception {
    MarkdownPage page = MarkdownPage.read(MarkdownPage.ROOT.resolve("docs/own-events.md"));
    List<String> events =
        page.codeLines().stream()
            .map(String::strip)
            .filter(line -> line.startsWith("{\"sku"))
            .toList();
    Files.write(folder.resolve("events.jsonl"), events);
    try (JavaProcess sandbox =
        Command.builder().start("sandbox", "--kafka-port=0", "--registry-port=0")) {
      String ready = sandbox.awaitReady();
      String kafka = ready.split("[= ]")[2];
      String registry = ready.substring(ready.indexOf("http"));
      List<List<String>> commands = commands(page, kafka, registry);
      assertThat(commands)
          .extracting(command -> command.get(0))
          .containsExactly("mapping", "mapping", "serve", "produce", "answers");

      List<String> suggested = output(commands.get(0));
      assertThat(suggested).contains("id: sku", "title: name");
      Files.write(folder.resolve("mapping.yaml"), suggested);
      assertThat(output(commands.get(1)))
          .contains("3 events: 3 listings, 0 deletions, 0 ignored, 0 refused");
      try (JavaProcess serve = start(commands.get(2))) {
        serve.awaitReady();
        output(commands.get(3));
        List<String> answers = output(commands.get(4));
        assertThat(answers).hasSize(events.size());
        List<String> ids = new ArrayList<>();
        for (String line : answers) {
          JsonNode answer = new ObjectMapper().readTree(line);
          ids.add(answer.path("id").asText());
          assertThat(answer.path("tasks").size()).as(line).isPositive();
        }
        assertThat(ids).containsExactlyInAnyOrder("A-1", "A-2", "A-3");
      }
    }
  }

  /** The commands of the page's path, with the addresses of the sandbox and files of this test. */
  private List<List<String>> commands(MarkdownPage page, String kafka, String registry) {
    return page.codeLines().stream()
        .map(String::strip)
        .flatMap(line -> ShellLine.commands(line).stream())
        .map(command -> command.stream().map(word -> local(word, kafka, registry)).toList())
        .toList();
  }

  private String local(String word, String kafka, String registry) {
    return word.replace("http://localhost:8081", registry)
        .replace("localhost:9092", kafka)
        .replace("bundles/garments", BUNDLE.toString())
        .replace("events.jsonl", folder.resolve("events.jsonl").toString())
        .replace("mapping.yaml", folder.resolve("mapping.yaml").toString());
  }

  private static JavaProcess start(List<String> command) throws Exception {
    return Command.builder().start(command.toArray(String[]::new));
  }

  private static List<String> output(List<String> command) throws Exception {
    try (JavaProcess process = start(command)) {
      assertThat(process.awaitEnd(TIMEOUT)).as("%s: %s", command, process.err()).isZero();
      return List.copyOf(process.out());
    }
  }
}

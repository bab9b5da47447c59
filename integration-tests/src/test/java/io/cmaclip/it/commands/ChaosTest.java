package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run of the chaos command. */
@Timeout(600)
class ChaosTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  @TempDir Path folder;

  @Test
  void killsAndOtherFaultsNeitherLoseNorDuplicateAnswers() throws Exception {
    JsonNode report =
        run("--kills=3", "--listings=600", "--faults=terminate,stall,broker-kill", "--brokers=3");
    assertThat(report.get("kills").asInt()).isEqualTo(3);
    assertThat(report.get("killsInFlight").asInt())
        .as("kills while listings were in flight")
        .isEqualTo(3);
    assertThat(report.get("listings").asInt()).isEqualTo(600);
    assertThat(report.get("labelled").asInt() + report.get("deadLetter").asInt())
        .as("answers and dead letters")
        .isEqualTo(600);
    assertThat(report.get("deadLetter").asInt()).isEqualTo(60);
    assertExactlyOnce(report);
    assertThat(report.get("timeline").findValuesAsText("fault"))
        .containsExactlyInAnyOrder("kill", "kill", "kill", "terminate", "stall", "broker-kill");
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeat", "skip"})
  @Tag("slow")
  void killsNeitherLoseNorDuplicateRepeatedAndSkippedAnswers(String mode) throws Exception {
    JsonNode report =
        run("--kills=2", "--listings=600", "--faults=terminate", "--unchanged=" + mode);
    assertThat(report.get("unchanged").asText()).isEqualTo(mode);
    assertThat(
            report.get("labelled").asInt()
                + report.get("skipped").asInt()
                + report.get("deadLetter").asInt())
        .as("answers, skipped listings and dead letters")
        .isEqualTo(600);
    assertThat(report.get("skipped").asInt() > 0).isEqualTo(mode.equals("skip"));
    assertExactlyOnce(report);
  }

  @Test
  @Tag("slow")
  void killsNeitherLoseNorDoubleNorOverwriteDecisionsOfReviewers() throws Exception {
    JsonNode report = run("--decisions", "--kills=3", "--brokers=1");
    assertThat(report.get("kills").asInt()).isEqualTo(3);
    assertThat(report.get("decisions").asInt()).isPositive();
    for (String deviation : List.of("lost", "doubled", "overwritten", "wrong")) {
      assertThat(report.get(deviation).asInt()).as("%s: %s", deviation, report).isZero();
    }
  }

  @Test
  void leavesNoProcessBehindOnSigterm() throws Exception {
    Path work = folder.resolve("work");
    try (JavaProcess chaos =
        Command.start("chaos", "--listings=100", "--brokers=1", "--dir=" + work)) {
      // Broker, registry and service; the log file of the service appears shortly before its
      // process.
      await()
          .atMost(TIMEOUT)
          .failFast(() -> !chaos.isAlive())
          .until(
              () ->
                  Files.exists(work.resolve("reference-1.log")) && chaos.descendants().size() >= 3);
      List<ProcessHandle> children = chaos.descendants();
      chaos.terminate();
      assertThat(chaos.awaitEnd(Duration.ofMinutes(1))).isEqualTo(143);
      for (ProcessHandle child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void refusesWrongOptionsBeforeStartingAnything() throws Exception {
    try (CommandHost host = new CommandHost(Map.of())) {
      assertThat(refusal(host, "--faults=flood"))
          .startsWith("cmaclip chaos: --faults flood: must be one of terminate, freeze,");
      assertThat(refusal(host, "--kills=0"))
          .isEqualTo("cmaclip chaos: --kills 0: must be at least 1");
      assertThat(refusal(host, "--guarantee=at_most_once"))
          .contains("must be exactly_once_v2 or at_least_once");
      assertThat(refusal(host, "--brokers=2")).contains("--brokers 2: must be 1 or 3");
    }
  }

  private static void assertExactlyOnce(JsonNode report) {
    for (String count :
        List.of("lost", "duplicated", "outOfOrder", "staleKeys", "different", "committedPast")) {
      assertThat(report.get(count).asInt()).as("%s: %s", count, report).isZero();
    }
  }

  private JsonNode run(String... arguments) throws Exception {
    List<String> all =
        Stream.concat(
                Stream.of("chaos", "--json", "--seed=11", "--dir=" + folder.resolve("run")),
                Stream.of(arguments))
            .toList();
    try (JavaProcess chaos = Command.start(all.toArray(String[]::new))) {
      int status = chaos.awaitEnd(TIMEOUT);
      assertThat(status).as("%s %s", chaos.out(), chaos.err()).isZero();
      return new ObjectMapper().readTree(chaos.out().get(chaos.out().size() - 1));
    }
  }

  private static String refusal(CommandHost host, String argument) throws Exception {
    EndedCommand ended = host.run(Duration.ofMinutes(1), List.of("chaos", argument));
    assertThat(ended.status()).isEqualTo(2);
    return ended.err().get(0);
  }
}

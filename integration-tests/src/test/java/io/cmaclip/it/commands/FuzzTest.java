package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.JavaProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of {@code cmaclip fuzz} with the shipped model. */
@Timeout(240)
class FuzzTest {
  private static final int INPUTS = 1_000;

  @Test
  void answersOrDeadLettersEveryHostileRecordOnce() throws Exception {
    List<String> lines;
    try (JavaProcess fuzz = Command.start("fuzz", "--inputs=" + INPUTS, "--json")) {
      assertThat(fuzz.awaitEnd(Duration.ofMinutes(3))).as("%s %s", fuzz.out(), fuzz.err()).isZero();
      lines = fuzz.out();
    }
    JsonNode json = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(json.path("inputs").asInt()).isEqualTo(INPUTS);
    assertThat(json.path("lost").asInt()).isZero();
    assertThat(json.path("duplicated").asInt()).isZero();
    assertThat(json.path("failedThreads").asInt()).isZero();
    assertThat(json.path("unexpected")).isEmpty();
    assertThat(
            json.path("labelled").asInt()
                + json.path("deadLetter").asInt()
                + json.path("refused").asInt())
        .isEqualTo(INPUTS);
    assertThat(json.path("kinds").size()).isGreaterThan(20);
    // These kinds are frequent with every seed.
    assertThat(json.at("/kinds/avro_mutated/deadLetters/UNDECODABLE").asInt()).isPositive();
    assertThat(json.at("/kinds/image_mutated/labelled").asInt()).isPositive();
  }
}

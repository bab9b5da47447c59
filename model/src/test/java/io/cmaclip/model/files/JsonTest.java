package io.cmaclip.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.errors.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  record Outer(List<Inner> inner, Instant at) {}

  record Inner(int count, double share, Fit fit, Boolean on, String name) {
    Inner {
      if (count < 0) {
        throw new IllegalArgumentException("count = " + count + ": must not be negative");
      }
    }
  }

  @Test
  void roundTripsRecords() throws Exception {
    Outer outer =
        new Outer(
            List.of(new Inner(1, 0.5, Fit.PAD, null, "a")), Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(Json.read(Json.pretty(outer).getBytes(StandardCharsets.UTF_8), Outer.class))
        .isEqualTo(outer);
    assertThat(Json.read(Json.tree(outer), Outer.class)).isEqualTo(outer);
    assertThat(new String(Json.bytes(outer), StandardCharsets.UTF_8))
        .contains("\"fit\":\"pad\"", "\"at\":\"2026-01-31T12:00:00Z\"")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'share':1} | inner[1].count is missing: must be a whole number",
        "{'count':null,'share':1} | inner[1].count is missing: must be a whole number",
        "{'count':1.5,'share':1} | inner[1].count = 1.5: must be a whole number",
        "{'count':'1','share':1} | inner[1].count = \"1\": must be a whole number",
        "{'count':1,'share':'half'} | inner[1].share = \"half\": must be a number",
        "{'count':1,'share':1,'fit':'x'} | inner[1].fit = \"x\": must be one of crop, pad, stretch",
        "{'count':1,'share':1,'on':1} | inner[1].on = 1: must be true or false",
        "{'count':1,'share':1,'name':[]} | inner[1].name = []: must be text",
        "{'count':-1,'share':1} | inner[1]: count = -1: must not be negative",
        "{'count':1,'share':1,'many':1} | inner[1].many: unknown key; known are [count, fit, name,"
            + " on, share]",
        "3 | inner[1] = 3: must be an object",
        "[] | inner[1] = []: must be an object"
      })
  void errorsNamePathValueAndAllowedValues(String inner, String message) {
    String json = "{\"inner\":[{\"count\":1,\"share\":1}," + inner.replace('\'', '"') + "]}";
    assertThatThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), Outer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'inner':{}} | inner = {}: must be a list",
        "{'at':'noon'} | at: must be an ISO-8601 time, such as 2026-01-31T12:00:00Z",
        "[1] | must be a JSON object",
        "null | must be a JSON object",
        "'' | must be a JSON object",
        "{} {} | not readable as JSON:",
        "{ | not readable as JSON:"
      })
  void errorsNameTheFileOnOneLine(String json, String message, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("a.json");
    Files.writeString(file, json.replace('\'', '"'));
    assertThatThrownBy(() -> Json.read(file, Outer.class))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": " + message)
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> Json.read(folder.resolve("none.json"), Outer.class))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none.json cannot be read");
  }
}

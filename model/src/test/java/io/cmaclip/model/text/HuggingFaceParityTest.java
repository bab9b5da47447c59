package io.cmaclip.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares token ids with those of CLIPTokenizerFast on 200 difficult texts. */
class HuggingFaceParityTest {
  private static final int CLIP_START = 49406;

  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({"clip-legacy-eos,ids", "clip-tiny-32,ids_tiny"})
  void tokenIdsEqualTheReference(String model, String field) throws IOException {
    List<String> wrong = new ArrayList<>();
    try (ListingTokenizer tokenizer = open(model, SpecialTokens.ACT)) {
      for (JsonNode example : cases()) {
        String text = example.get("text").asText();
        if (!Arrays.equals(tokenizer.encodeFramed(text), ids(example, field))) {
          wrong.add(text);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void plainModeDiffersOnlyForTextsWithSpecialTokens() throws IOException {
    try (ListingTokenizer tokenizer = open("clip-legacy-eos", SpecialTokens.PLAIN)) {
      for (JsonNode example : cases()) {
        String text = example.get("text").asText();
        int[] ids = tokenizer.encodeFramed(text);
        assertThat(Arrays.stream(ids, 1, ids.length - 1).filter(id -> id >= CLIP_START)).isEmpty();
        if (!text.toLowerCase(Locale.ROOT).matches("(?s).*<\\|(start|end)oftext\\|>.*")) {
          assertThat(ids).as(text).isEqualTo(ids(example, "ids"));
        }
      }
    }
  }

  private static ListingTokenizer open(String model, SpecialTokens special) throws IOException {
    return ListingTokenizer.open(
        Files.readAllBytes(SharedFolder.require("fixtures/models/" + model + "/tokenizer.json")),
        77,
        special);
  }

  private JsonNode cases() throws IOException {
    JsonNode cases = json.readTree(SharedFolder.require("fixtures/tokenizer/cases.json").toFile());
    assertThat(cases).hasSize(200);
    return cases;
  }

  private int[] ids(JsonNode example, String field) {
    return json.convertValue(example.get(field), int[].class);
  }
}

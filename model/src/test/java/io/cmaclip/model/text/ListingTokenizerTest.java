package io.cmaclip.model.text;

import static io.cmaclip.model.text.TinyTokenizer.END;
import static io.cmaclip.model.text.TinyTokenizer.RED;
import static io.cmaclip.model.text.TinyTokenizer.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingTokenizerTest {
  private static final int CONTEXT = 12;

  private ListingTokenizer tokenizer;

  @BeforeEach
  void open() throws IOException {
    tokenizer = ListingTokenizer.open(TinyTokenizer.json(), CONTEXT, SpecialTokens.PLAIN);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void addsStartAndEndToATitle() {
    assertThat(tokenizer.encode("Red")).containsExactly(START, RED, END);
    assertThat(tokenizer.encode("  RED \n red ")).containsExactly(START, RED, RED, END);
  }

  @Test
  void truncatesALongTitleBeforeTheEndToken() {
    int[] ids = tokenizer.encode("red ".repeat(500));
    assertThat(ids).hasSize(CONTEXT).startsWith(START).endsWith(END);
    assertThat(tokenizer.encode("red ".repeat(1_000_000))).isEqualTo(ids);
    assertThat(tokenizer.encode("x".repeat(1_000_000))).hasSize(CONTEXT);
  }

  @Test
  void aBlankTitleHasNoTokens() {
    for (String blank : new String[] {null, "", "  ", "\t\n", "\u00a0\u2003"}) {
      assertThat(tokenizer.encode(blank)).isEmpty();
    }
    assertThat(tokenizer.encodeFramed("")).containsExactly(START, END);
  }

  @Test
  void specialTokensInATitleArePlainText() {
    int[] ids = tokenizer.encode("a <|endoftext|> b");
    assertThat(ids).hasSize(CONTEXT);
    assertThat(Arrays.copyOfRange(ids, 1, CONTEXT - 1)).doesNotContain(START, END);
  }

  @Test
  void specialTokensKeepTheirMeaningOnRequest() throws IOException {
    try (ListingTokenizer acting =
        ListingTokenizer.open(TinyTokenizer.json(), CONTEXT, SpecialTokens.ACT)) {
      assertThat(acting.encode("red<|endoftext|>red")).containsExactly(START, RED, END, RED, END);
    }
  }

  @Test
  void acceptsAnyString() {
    for (int c = 0; c <= Character.MAX_VALUE; c += c < 0x3000 ? 7 : 97) {
      int[] ids = tokenizer.encode("a" + (char) c + "b");
      assertThat(ids).hasSizeBetween(3, CONTEXT).startsWith(START).endsWith(END);
    }
    assertThat(tokenizer.encode("red \ud83d")).isEqualTo(tokenizer.encode("red \ufffd"));
    assertThat(tokenizer.encode("\udc57 red")).isEqualTo(tokenizer.encode("\ufffd red"));
    assertThat(tokenizer.encode("\ud83d\udc57")).isNotEqualTo(tokenizer.encode("\ufffd"));
    assertThat(tokenizer.encode("\0")).hasSize(3);
  }

  @Test
  void isThreadSafe() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<int[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        String title = "red dress " + i % 10;
        tasks.add(() -> tokenizer.encode(title));
      }
      List<Future<int[]>> answers = threads.invokeAll(tasks);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(tokenizer.encode("red dress " + i % 10));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refusesInvalidTokenizersWithAReason() {
    String tiny = new String(TinyTokenizer.json(), StandardCharsets.UTF_8);
    assertRefused("not json", CONTEXT, "not readable as JSON");
    assertRefused("{\"version\": \"1.0\"}", CONTEXT, "no model");
    assertRefused("{\"model\": {\"type\": \"Nonsense\"}}", CONTEXT, "does not load");
    assertRefused(tiny, 2, "context length = 2");
    String unframed =
        tiny.replaceFirst("\"post_processor\":\\{[^}]*\\}", "\"post_processor\":null");
    assertRefused(unframed, CONTEXT, "adds 0 tokens around a text");
  }

  private static void assertRefused(String file, int context, String message) {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ListingTokenizer.open(bytes, context, SpecialTokens.PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

package io.cmaclip.streams.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.errors.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventMappingTest {
  private static final Instant TIME = Instant.parse("2026-05-01T08:00:00Z");

  @TempDir Path folder;

  @Test
  void mapsEveryFieldOfAListing() throws IOException {
    ProductListing listing =
        listing(
            """
            id: product.sku
            title: product.name & ' ' & product.colour
            description: product.text
            images: "'https://cdn.example/' & product.sku & '.jpg'"
            category: product.path[-1]
            attributes:
              colour: product.colour
            updated-at: changed
            """,
            """
            {"product": {"sku": "A-1", "name": "Dress", "colour": "red", "text": "Cotton",
             "path": ["Women", "Dresses"]}, "changed": "2026-01-02T03:04:05.678901Z"}
            """);

    assertThat(listing)
        .isEqualTo(
            new ProductListing(
                "A-1",
                "Dress red",
                "Cotton",
                java.util.List.of(new ListingImage("https://cdn.example/A-1.jpg", null, null)),
                "Dresses",
                Map.of("colour", "red"),
                Instant.parse("2026-01-02T03:04:05.678Z")));
  }

  @Test
  void takesIdAndTimeFromTheRecordWithoutExpressionsForThem() throws IOException {
    ProductListing listing = listing("title: t", "{\"t\": \"x\"}");

    assertThat(listing.getListingId()).isEqualTo("key-1");
    assertThat(listing.getUpdatedAt()).isEqualTo(TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "1767323045, 2026-01-02T03:04:05Z",
    "1767323045678, 2026-01-02T03:04:05.678Z",
    "1767323045678901, 2026-01-02T03:04:05.678Z",
    "1767323045678901234, 2026-01-02T03:04:05.678Z",
    "'\"1767323045\"', 2026-01-02T03:04:05Z",
    "'\"2026-01-02\"', 2026-01-02T00:00:00Z",
    "'\"2026-01-02T03:04:05\"', 2026-01-02T03:04:05Z",
    "'\"2026-01-02T03:04\"', 2026-01-02T03:04:00Z",
    "'\"2026-01-02T03:04:05+02:00\"', 2026-01-02T01:04:05Z",
    "'\"2026-01-02 03:04:05.678901+00\"', 2026-01-02T03:04:05.678Z",
    "'\"2026-01-02 03:04:05 +0200\"', 2026-01-02T01:04:05Z",
  })
  void readsTimesAsTheyAreWritten(String json, Instant time) throws IOException {
    assertThat(listing("{title: t, updated-at: u}", "{\"t\": \"x\", \"u\": " + json + "}"))
        .extracting(ProductListing::getUpdatedAt)
        .isEqualTo(time);
  }

  @Test
  void readsImagesInEveryForm() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(new byte[40]);
    ProductListing listing =
        listing(
            "images: i",
            """
            {"i": ["https://a.example/1.jpg", "//b.example/2.png", "%s", null, "",
             "data:image/png;base64,AAAA", {"url": "https://c.example/3", "sha256": "%s"},
             ["https://d.example/4"]]}
            """
                .formatted(base64, "AB".repeat(32)));

    assertThat(listing.getImages())
        .extracting(ListingImage::getUrl)
        .containsExactly(
            "https://a.example/1.jpg",
            "https://b.example/2.png",
            null,
            null,
            "https://c.example/3",
            "https://d.example/4");
    assertThat(listing.getImages().get(2).getBytes().remaining()).isEqualTo(40);
    assertThat(listing.getImages().get(3).getBytes().remaining()).isEqualTo(3);
    assertThat(listing.getImages().get(4).getSha256()).isEqualTo("ab".repeat(32));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b | {\"a\": {\"b\": \"x\"}}",
        "a.b | {\"a\": [{\"b\": \"x\"}]}",
        "a.b | [{\"a\": {\"b\": \"x\"}}]",
        "$row.b | {\"a\": {\"b\": \"x\"}}",
        "$row.b | {\"a\": [{\"c\": 1}, {\"b\": \"x\"}]}",
        "`a`.b | {\"a\": {\"b\": \"x\"}}",
      })
  void aPlainPathCrossesObjectsAndLists(String path, String json) throws IOException {
    assertThat(listing("{title: \"" + path + "\", let: {row: a}}", json).getTitle()).isEqualTo("x");
  }

  @Test
  void passesBytesThrough() {
    ProductListing listing =
        changed(EventMapping.parse("images: i").map(event(Map.of("i", new byte[] {1, 2, 3}))));

    assertThat(listing.getImages().get(0).getBytes().array()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "'\"false\"', false", "'\"yes\"', true", "0, false", "null, false"})
  void deletesByATruthyExpression(String json, boolean deleted) throws IOException {
    ListingEvent event = map("{title: t, delete: gone}", "{\"t\": \"x\", \"gone\": " + json + "}");

    assertThat(event instanceof ListingEvent.Deleted).isEqualTo(deleted);
  }

  @Test
  void ignoresAnEventBeforeItLooksForItsId() throws IOException {
    assertThat(map("{id: id, title: t, ignore: kind = 'stock'}", "{\"kind\": \"stock\"}"))
        .isEqualTo(new ListingEvent.Ignored());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: id, title: t} | {\"t\": \"x\"} | id: the event has no such value (expression: id)",
        "{title: t, images: i} | {} | title: the event has neither title nor images (expression:"
            + " t)",
        "title: t | {\"t\": {\"en\": \"x\"}} | title: must be a text, and is an object (expression:"
            + " t)",
        "title: t | {\"t\": [\"a\", \"b\"]} | title: must be a text, and is a list of 2"
            + " (expression: t)",
        "{title: t, updated-at: t} | {\"t\": \"soon\"} | updated-at: must be an ISO 8601 time",
        "{title: t, attributes: t} | {\"t\": \"x\"} | attributes: must be an object, and is a text",
        "images: i | {\"i\": 7} | images: must be URLs, bytes or base64, and is a number",
        "title: $sum(t) | {\"t\": \"x\"} | title: Argument",
        "title: t | {\"t\": \"__debezium_unavailable_value\"} | REPLICA IDENTITY FULL",
        "images: i | {\"i\": \"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"} | REPLICA IDENTITY FULL",
      })
  void namesFieldReasonAndExpressionOfAFailure(String mapping, String event, String message) {
    assertThatExceptionOfType(MappingFailedException.class)
        .isThrownBy(() -> map(mapping, event))
        .withMessageContaining(message);
  }

  @Test
  void takesTheUrlIfTheBytesOfAnImageAreLeftOut() throws IOException {
    ProductListing listing =
        listing(
            "images: \"[i, u]\"",
            "{\"i\": \"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\", \"u\":"
                + " \"https://a.example/1\"}");

    assertThat(listing.getImages())
        .extracting(ListingImage::getUrl)
        .containsExactly("https://a.example/1");
  }

  @Test
  void replacesUnpairedSurrogates() throws IOException {
    assertThat(listing("title: t", "{\"t\": \"a\\ud800b \\ud83d\\ude00\"}").getTitle())
        .isEqualTo("a\uFFFDb \uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($f := function($x) { 1 + $f($x + 1) }; $f(1))",
        "($f := function($x) { $f($x + 1) }; $f(1))",
        "$pad('x', 200000)",
        "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /^(a+)+\\\\1b$/)",
        "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /^(a+)+\\\\1b$/, '')",
        "$split('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /^(a+)+\\\\1b$/)",
        "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /^(a+)+\\\\1b$/)",
        "($r := /^(a+)+\\\\1b$/; $r('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' ~> /^(a+)+\\\\1b$/",
        "$filter(['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'], /^(a+)+\\\\1b$/)",
        "$reduce([1..40], function($s, $i) { $s & $s }, 'xxxxxxxx')",
        "$count($map([1..9999999], function($i) { $i * 2 }))",
        "$eval('1')",
        "$error('stop')",
        "$nope(1)",
      })
  void endsAnExpressionThatWouldKeepTheThreadBusy(String expression) {
    EventMapping mapping = EventMapping.parse("title: \"" + expression + "\"");
    long start = System.nanoTime();

    assertThatThrownBy(() -> mapping.map(event(Map.of())))
        .isInstanceOf(MappingFailedException.class);
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5(1)",
        "(5)('a')",
        "name('a')",
        "[$sum, $count]([1])",
        "[]('a')",
        "($f := 'text'; $f('a'))",
        "(function($x) { $x(1) })(7)",
        "$map([1], function($x) { $x('a') })",
        "'a' ~> name",
        "('a' ~> $uppercase ~> name)",
        "($g := $uppercase ~> name; $g('a'))",
        "($g := name ~> $uppercase; $g('a'))",
      })
  void failsWithoutAWordWhereAnExpressionCallsWhatIsNoFunction(String expression) {
    EventMapping mapping = EventMapping.parse("title: \"" + expression + "\"");
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertThatThrownBy(() -> mapping.map(event(Map.of("name", "a name", "id", "1"))))
          .isInstanceOf(MappingFailedException.class);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "$pad('é', -3, '01') # 01é",
        "$pad('a', 3) & '.' # a  .",
        "$replace('a-b-c', '-', '+', 1) # a+b-c",
        "$replace('John Smith', /(\\\\w+) (\\\\w+)/, '$2, $1 $$') # Smith, John $",
        "$replace('a1b2', /[0-9]/, function($m) { '<' & $m.match & '>' }) # a<1>b<2>",
        "$join($split('a, b,c', /, */), '|') # a|b|c",
        "$join($split('a.b.c', '.', 2), '|') # a|b",
        "$string($contains('abc', /B/i)) # true",
        "$match('ab12', /[a-z]([a-z])/).groups # b",
        "/[a-z]([a-z])/('ab12').match # ab",
        "/[0-9]/('ab12').next().match # 2",
        "$join($filter(['a1', 'b', 'c2'], /[0-9]/), '|') # a1|c2",
        "($f := [$uppercase]; $f[0]('a')) # A",
        "($f := $trim ~> $uppercase; $f(' a ')) # A",
        "'a' ~> $uppercase # A",
        "$parse('{\\\"a\\\": [1, 2]}').a[1] # 2",
      })
  void replacedFunctionsDoWhatJsonataSays(String expression, String result) {
    ProductListing listing =
        changed(EventMapping.parse("title: \"" + expression + "\"").map(event(Map.of())));

    assertThat(listing.getTitle()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: 'payload.' | title: ",
        "{title: t, colour: c} | unknown key colour: must be one of extends, key, let",
        "id: x | title or images is missing",
        "{title: t, extends: mine} | extends = mine: must be one of debezium",
        "{title: t, key: blob} | key = blob: must be one of auto, text",
        "{title: {a: b}} | title: must be one expression",
        "{title: t, let: {keys: a}} | let.keys: JSONata or the service defines $keys",
        "{title: t, let: {a b: a}} | let.a b: must be letters, digits, underscores",
        "- a | must be a YAML object",
        "'title: a: b' | is not YAML",
      })
  void refusesAMalformedMappingByField(String yaml, String message) throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(file, yaml);

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> EventMapping.load(file.toString()))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message);
  }

  @Test
  void refusesNestingThatOverflowsTheStackOfTheCompiler() {
    assertThatThrownBy(
            () ->
                EventMapping.parse("title: \"" + "(".repeat(4900) + "1" + ")".repeat(4900) + "\""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileOverridesFieldsAndVariablesOfTheReadyMappingThatItExtends() throws IOException {
    ListingEvent event =
        map(
            "{extends: debezium, title: $row.label}",
            "{\"before\": null, \"after\": {\"id\": 7, \"label\": \"x\"}, \"op\": \"c\"}");

    assertThat(changed(event).getTitle()).isEqualTo("x");
  }

  private static ProductListing listing(String mapping, String json) throws IOException {
    return changed(map(mapping, json));
  }

  private static ProductListing changed(ListingEvent event) {
    return ((ListingEvent.Changed) event).listing();
  }

  private static ListingEvent map(String mapping, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return EventMapping.parse(mapping).map(event(PlainJson.read(bytes, 0, bytes.length)));
  }

  private static SourceEvent event(Object value) {
    return new SourceEvent(value, "key-1", Map.of(), "events", TIME);
  }
}

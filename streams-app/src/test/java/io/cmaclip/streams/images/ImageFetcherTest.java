package io.cmaclip.streams.images;

import static io.cmaclip.streams.images.RawServer.ascii;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.cmaclip.fixtures.ImageServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageFetcherTest {
  private static final byte[] IMAGE = ImageServer.image();

  private ImageServer server;
  private FetcherHarness harness;

  @BeforeEach
  void open() throws IOException {
    server = ImageServer.http();
    harness = open(server.port());
  }

  @AfterEach
  void close() {
    harness.close();
    server.close();
  }

  @Test
  void ignoresTheContentType() throws Exception {
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          ImageServer.answer(exchange, 200, IMAGE);
        });
    assertThat(harness.get(server.url("shop.test", "/a?size=big"))).isEqualTo(IMAGE);
    assertThat(server.requests).containsExactly("/a?size=big");
    assertThat(
            harness
                .meters
                .get("cmaclip.image.fetch")
                .tags("outcome", "fetched", "host", "shop.test")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void sendsTheHostNameAndNoCookies() throws Exception {
    List<String> sent = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        exchange -> {
          sent.add(exchange.getRequestHeaders().getFirst("Host"));
          sent.add(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
          sent.add("cookie " + exchange.getRequestHeaders().getFirst("Cookie"));
          exchange.getResponseHeaders().add("Set-Cookie", "a=b");
          ImageServer.answer(exchange, 200, IMAGE);
        });
    harness.get(server.url("shop.test", "/a"));
    harness.get(server.url("shop.test", "/a"));
    String host = "shop.test:" + server.port();
    assertThat(sent)
        .containsExactly(host, "identity", "cookie null", host, "identity", "cookie null");
  }

  @Test
  void refusesAResponseThatIsNotAnImage() {
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "image/png");
          ImageServer.answer(exchange, 200, ascii("<html>" + "no ".repeat(100)));
        });
    assertThat(harness.failure(server.url("shop.test", "/a"))).isEqualTo(FetchCause.NOT_AN_IMAGE);
    server.on("/empty", exchange -> ImageServer.answer(exchange, 200, new byte[0]));
    assertThat(harness.failure(server.url("shop.test", "/empty")))
        .isEqualTo(FetchCause.NOT_AN_IMAGE);
  }

  @Test
  void decompressesGzipWithinTheLimit() throws Exception {
    server.on("/a", exchange -> encoded(exchange, "gzip", zipped(IMAGE, 0)));
    server.on("/x", exchange -> encoded(exchange, "x-gzip, UTF-8", zipped(IMAGE, 0)));
    server.on("/plain", exchange -> encoded(exchange, "gzip", IMAGE));
    server.on("/large", exchange -> encoded(exchange, "gzip", zipped(IMAGE, 90_000)));
    server.on("/bomb", exchange -> encoded(exchange, "gzip", zipped(IMAGE, 10 << 20)));
    server.on("/cut", exchange -> encoded(exchange, "gzip", Arrays.copyOf(zipped(IMAGE, 0), 60)));
    assertThat(harness.get(at("/a"))).isEqualTo(IMAGE);
    assertThat(harness.get(at("/x"))).isEqualTo(IMAGE);
    assertThat(harness.get(at("/plain"))).isEqualTo(IMAGE);
    assertThat(harness.get(at("/large"))).hasSize(IMAGE.length + 90_000);
    assertThat(harness.failure(at("/bomb"))).isEqualTo(FetchCause.TOO_LARGE);
    assertThat(harness.failure(at("/cut"))).isEqualTo(FetchCause.TRANSFER_BROKEN);
    FetcherHarness.until(() -> harness.fetcher.bufferedBytes() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "UTF-8", "aws-chunked", "base64", "none", "binary", ","})
  void ignoresAContentEncodingWithoutMeaning(String encoding) throws Exception {
    server.on("/a", exchange -> encoded(exchange, encoding, IMAGE));
    assertThat(harness.get(at("/a"))).isEqualTo(IMAGE);
  }

  @Test
  void refusesACompressionThatIsNotSupported() {
    server.on("/a", exchange -> encoded(exchange, "br", new byte[400]));
    server.on("/b", exchange -> encoded(exchange, "utf-8", new byte[400]));
    assertThat(harness.failure(at("/a"))).isEqualTo(FetchCause.ENCODED);
    assertThat(harness.failure(at("/b"))).isEqualTo(FetchCause.NOT_AN_IMAGE);
  }

  @Test
  void acceptsTheFormatsThatTheDecoderReads() throws Exception {
    List<String> sent = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        exchange -> {
          sent.add(exchange.getRequestHeaders().getFirst("Accept"));
          sent.add(exchange.getRequestHeaders().getFirst("User-Agent"));
          ImageServer.answer(exchange, 200, IMAGE);
        });
    harness.get(at("/a"));
    assertThat(sent)
        .containsExactly("image/jpeg,image/png,image/webp,image/gif,image/bmp", "test-agent/1.0");
  }

  @Test
  void fetchesAFormatThatTheDecoderRefusesByName() throws Exception {
    byte[] avif = Arrays.copyOf("\0\0\0\u001cftypavif".getBytes(US_ASCII), 300);
    server.serving("/a", avif);
    assertThat(harness.get(at("/a"))).isEqualTo(avif);
  }

  @Test
  void followsLocationsWithRawBytesAndBarePercentSigns() throws Exception {
    for (String[] example :
        new String[][] {
          {"/bilder/gr\u00f6\u00dfe.jpg", "GET /bilder/gr%C3%B6%C3%9Fe.jpg HTTP/1.1"},
          {"/100%-cotton.jpg", "GET /100%-cotton.jpg HTTP/1.1"},
          {"?size=large", "GET /a.png?size=large HTTP/1.1"},
          {"../x/./b c.jpg#part", "GET /x/b%20c.jpg HTTP/1.1"},
          {"\\b.jpg", "GET /b.jpg HTTP/1.1"}
        }) {
      List<String> lines = new CopyOnWriteArrayList<>();
      try (RawServer raw =
              RawServer.answering(
                  line -> {
                    lines.add(line);
                    return lines.size() == 1
                        ? ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                                + example[0]
                                + "\r\n\r\n")
                            .getBytes(UTF_8)
                        : response(IMAGE);
                  });
          FetcherHarness other = open(raw.port())) {
        assertThat(other.get(raw.url("shop.test"))).as(example[0]).isEqualTo(IMAGE);
        assertThat(lines).hasSize(2).last().isEqualTo(example[1]);
      }
    }
  }

  @Test
  void followsALocationInLatin1ByItsBytes() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (RawServer raw =
            RawServer.answering(
                line -> {
                  lines.add(line);
                  return lines.size() == 1
                      ? "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /gr\u00fcn\r\n\r\n"
                          .getBytes(ISO_8859_1)
                      : response(IMAGE);
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.get(raw.url("shop.test"))).isEqualTo(IMAGE);
      assertThat(lines).last().isEqualTo("GET /gr%FCn HTTP/1.1");
    }
  }

  @Test
  void treatsAnAnswerWithRetryAfterAsTemporary() {
    for (int status : new int[] {202, 403, 404, 420}) {
      server.on(
          "/" + status,
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            ImageServer.answer(exchange, status, new byte[0]);
          });
      assertThat(harness.failure(at("/" + status)))
          .as("status %d", status)
          .isEqualTo(FetchCause.HTTP_UNAVAILABLE);
    }
    server.on(
        "/limited",
        exchange -> {
          exchange.getResponseHeaders().add("X-RateLimit-Remaining", "0");
          ImageServer.answer(exchange, 403, new byte[0]);
        });
    assertThat(harness.failure(at("/limited"))).isEqualTo(FetchCause.HTTP_UNAVAILABLE);
    server.on("/forbidden", exchange -> ImageServer.answer(exchange, 403, new byte[0]));
    assertThat(harness.failure(at("/forbidden"))).isEqualTo(FetchCause.HTTP_REFUSED);
  }

  @Test
  void sendsNoRequestsWhileTheHostWantsAPause() {
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "60");
          ImageServer.answer(exchange, 429, new byte[0]);
        });
    assertThat(harness.failure(at("/a"))).isEqualTo(FetchCause.HTTP_UNAVAILABLE);
    assertThat(harness.failure(at("/b"))).isEqualTo(FetchCause.CIRCUIT_OPEN);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void classifiesStatusesAsTemporaryOrPermanent() {
    server.on("/404", exchange -> ImageServer.answer(exchange, 404, IMAGE));
    server.on("/503", exchange -> ImageServer.answer(exchange, 503, IMAGE));
    server.on("/429", exchange -> ImageServer.answer(exchange, 429, new byte[0]));
    server.on("/206", exchange -> ImageServer.answer(exchange, 206, IMAGE));
    server.on("/304", exchange -> ImageServer.answer(exchange, 304, new byte[0]));
    assertThat(harness.failure(server.url("shop.test", "/404"))).isEqualTo(FetchCause.HTTP_REFUSED);
    assertThat(harness.failure(server.url("shop.test", "/206"))).isEqualTo(FetchCause.HTTP_REFUSED);
    assertThat(harness.failure(server.url("shop.test", "/304"))).isEqualTo(FetchCause.HTTP_REFUSED);
    assertThat(harness.failure(server.url("shop.test", "/503")))
        .isEqualTo(FetchCause.HTTP_UNAVAILABLE);
    assertThat(harness.failure(server.url("shop.test", "/429")))
        .isEqualTo(FetchCause.HTTP_UNAVAILABLE);
    assertThat(FetchCause.HTTP_REFUSED.isTransient()).isFalse();
    assertThat(FetchCause.HTTP_UNAVAILABLE.isTransient()).isTrue();
  }

  @Test
  void threeRedirectsAreFollowedAndNoMore() throws Exception {
    server.moved("/1", "/2").moved("/2", server.url("other.test", "/3")).moved("/3", "a");
    server.serving("/a", IMAGE);
    assertThat(harness.get(server.url("shop.test", "/1"))).isEqualTo(IMAGE);
    server.moved("/0", "/1");
    assertThat(harness.failure(server.url("shop.test", "/0")))
        .isEqualTo(FetchCause.TOO_MANY_REDIRECTS);
    server.moved("/loop", "/loop");
    assertThat(harness.failure(server.url("shop.test", "/loop")))
        .isEqualTo(FetchCause.TOO_MANY_REDIRECTS);
  }

  @Test
  void checksEveryRedirectLikeTheFirstUrl() {
    server
        .moved("/file", "file:///etc/passwd")
        .moved("/metadata", "http://169.254.169.254/latest/meta-data?secret")
        .moved("/private", "http://10.0.0.1/a.png")
        .moved("/named", "http://inside.example/a.png")
        .moved("/port", "http://shop.test:1/a.png")
        .moved("/login", "http://user:secret@shop.test/a.png");
    harness.names.leads("inside.example", "192.168.0.7");
    assertThat(harness.failure(at("/file"))).isEqualTo(FetchCause.BAD_URL);
    assertThat(harness.failure(at("/login"))).isEqualTo(FetchCause.BAD_URL);
    assertThat(harness.failure(at("/port"))).isEqualTo(FetchCause.PORT_REFUSED);
    try (FetcherHarness anyPort = open(server.port(), 80)) {
      anyPort.names.leads("inside.example", "192.168.0.7");
      assertThat(anyPort.failure(at("/metadata"))).isEqualTo(FetchCause.ADDRESS_REFUSED);
      assertThat(anyPort.failure(at("/private"))).isEqualTo(FetchCause.ADDRESS_REFUSED);
      assertThat(anyPort.failure(at("/named"))).isEqualTo(FetchCause.ADDRESS_REFUSED);
    }
  }

  @Test
  void refusesLoopbackUnlessAllowed() {
    server.serving("/a", IMAGE);
    FetchSettings open = FetcherHarness.settings(Set.of(server.port()), BreakerSettings.DEFAULT);
    FetchSettings guarded =
        new FetchSettings(
            open.timeLimit(),
            0,
            open.maxBytes(),
            open.maxBufferedBytes(),
            4,
            64,
            20,
            List.of(),
            open.allowedPorts(),
            Set.of(),
            0,
            open.breaker());
    try (FetcherHarness strict = FetcherHarness.open(guarded)) {
      strict.names.leads("six.test", "::1").leads("mapped.test", "::ffff:7f00:1");
      for (String host : List.of("shop.test", "six.test", "mapped.test", "127.0.0.1", "[::1]")) {
        assertThat(strict.failure(server.url(host, "/a")))
            .as(host)
            .isEqualTo(FetchCause.ADDRESS_REFUSED);
      }
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void connectsToTheCheckedAddressUnderDnsRebinding() throws Exception {
    // 127.0.0.2 represents the checked address, 127.0.0.1 the target of the attack.
    FetchSettings some = FetcherHarness.settings(Set.of(server.port()), BreakerSettings.DEFAULT);
    FetchSettings onlyTwo =
        new FetchSettings(
            some.timeLimit(),
            0,
            some.maxBytes(),
            some.maxBufferedBytes(),
            4,
            64,
            20,
            List.of(Cidr.parse("127.0.0.2/32")),
            some.allowedPorts(),
            Set.of(),
            0,
            some.breaker());
    server.serving("/a", IMAGE);
    TestNames rebinding = new TestNames().leads("evil.example", "127.0.0.2", "127.0.0.1");
    try (FetcherHarness strict = FetcherHarness.open(onlyTwo, rebinding, null)) {
      // Nothing listens on 127.0.0.2. A second lookup would have connected to the server.
      assertThat(strict.failure(server.url("evil.example", "/a")))
          .isEqualTo(FetchCause.CONNECT_FAILED);
      // The next fetch resolves and checks the name again.
      assertThat(strict.failure(server.url("evil.example", "/a")))
          .isEqualTo(FetchCause.ADDRESS_REFUSED);
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void connectsOnlyToThePermittedAddressOfAHost() throws Exception {
    server.serving("/a", IMAGE);
    harness.names.leads("mixed.example", "10.0.0.1 127.0.0.1");
    assertThat(harness.get(server.url("mixed.example", "/a"))).isEqualTo(IMAGE);
  }

  @Test
  void anUnknownHostNameIsATemporaryFailure() {
    assertThat(harness.failure(server.url("nowhere.example", "/a")))
        .isEqualTo(FetchCause.UNRESOLVED);
    assertThat(FetchCause.UNRESOLVED.isTransient()).isTrue();
  }

  @Test
  void refusesALargeFileByItsContentLength() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
                  out.flush();
                  Thread.sleep(60_000);
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TOO_LARGE);
    }
  }

  @Test
  void endsAnEndlessBodyAtTheLimit() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
                  byte[] first = IMAGE;
                  out.write(ascii(Integer.toHexString(first.length) + "\r\n"));
                  out.write(first);
                  out.write(ascii("\r\n"));
                  byte[] more = ascii("1000\r\n" + "x".repeat(4096) + "\r\n");
                  for (int i = 0; i < 1_000_000; i++) {
                    out.write(more);
                  }
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TOO_LARGE);
      FetcherHarness.until(() -> other.fetcher.bufferedBytes() == 0);
    }
  }

  @Test
  void endsEndlessHeaders() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(ascii("HTTP/1.1 200 OK\r\n"));
                  for (int i = 0; i < 1_000_000; i++) {
                    out.write(ascii("X-" + i + ": secret\r\n"));
                  }
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TRANSFER_BROKEN);
    }
  }

  @Test
  void timesOutOnASlowBody() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"));
                  out.write(IMAGE, 0, 40);
                  for (int i = 0; i < 5000; i++) {
                    out.write(1);
                    out.flush();
                    Thread.sleep(20);
                  }
                });
        FetcherHarness other = impatient(raw.port())) {
      long start = System.nanoTime();
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TIMED_OUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          // The body would take 100 s.
          .isBetween(FetcherHarness.SHORT_LIMIT, Duration.ofSeconds(20));
    }
  }

  @Test
  void timesOutOnASilentServer() throws Exception {
    try (RawServer raw = RawServer.silent();
        FetcherHarness other = impatient(raw.port())) {
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TIMED_OUT);
    }
  }

  @Test
  void aTruncatedBodyIsABrokenTransfer() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"));
                  out.write(IMAGE);
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.failure(raw.url("shop.test"))).isEqualTo(FetchCause.TRANSFER_BROKEN);
    }
  }

  @Test
  void ignoresDataAfterTheContentLength() throws Exception {
    try (RawServer raw =
            new RawServer(
                out -> {
                  out.write(
                      ascii("HTTP/1.1 200 OK\r\nContent-Length: " + IMAGE.length + "\r\n\r\n"));
                  out.write(IMAGE);
                  out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad"));
                });
        FetcherHarness other = open(raw.port())) {
      assertThat(other.get(raw.url("shop.test"))).isEqualTo(IMAGE);
    }
  }

  @Test
  void checksTheSha256OfTheListing() throws Exception {
    server.serving("/a", IMAGE);
    assertThat(harness.get(at("/a"), sha256(IMAGE).toUpperCase(Locale.ROOT))).isEqualTo(IMAGE);
    assertThat(harness.failure(at("/a"), sha256(new byte[] {1})))
        .isEqualTo(FetchCause.SHA256_MISMATCH);
    assertThat(harness.failure(at("/a"), "abc")).isEqualTo(FetchCause.SHA256_MISMATCH);
  }

  @Test
  void usesACachedFileByItsHash() throws Exception {
    server.serving("/a", IMAGE);
    harness.get(at("/a"));
    assertThat(harness.get("http://elsewhere.test:1/b", sha256(IMAGE))).isEqualTo(IMAGE);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void usesTheCachedFileIfItsEtagIsUnchanged() throws Exception {
    List<String> tags = new CopyOnWriteArrayList<>();
    server.on(
        "/a",
        exchange -> {
          String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
          tags.add(String.valueOf(tag));
          exchange.getResponseHeaders().add("ETag", "\"v1\"");
          ImageServer.answer(
              exchange, "\"v1\"".equals(tag) ? 304 : 200, tag == null ? IMAGE : new byte[0]);
        });
    assertThat(harness.get(at("/a"))).isEqualTo(IMAGE);
    assertThat(harness.get(at("/a"))).isEqualTo(IMAGE);
    assertThat(tags).containsExactly("null", "\"v1\"");
    assertThat(harness.failure(at("/a"), sha256(new byte[] {1})))
        .isEqualTo(FetchCause.SHA256_MISMATCH);
  }

  @Test
  void limitsTheCacheSize() throws Exception {
    for (int i = 0; i < 40; i++) {
      byte[] file = Arrays.copyOf(IMAGE, 90_000);
      file[80_000] = (byte) i;
      server.serving("/" + i, file);
      harness.get(at("/" + i));
    }
    assertThat(harness.fetcher.cachedBytes()).isBetween(500_000L, 1L << 20);
  }

  @Test
  void retriesAfterAFailureOfTheHost() throws Exception {
    FetchSettings once = FetcherHarness.settings(Set.of(server.port()), BreakerSettings.DEFAULT);
    FetchSettings twice =
        new FetchSettings(
            once.timeLimit(),
            1,
            once.maxBytes(),
            once.maxBufferedBytes(),
            4,
            64,
            20,
            once.allowedCidrs(),
            once.allowedPorts(),
            Set.of(),
            0,
            once.breaker());
    server.on(
        "/a",
        exchange -> ImageServer.answer(exchange, server.requests.size() == 1 ? 500 : 200, IMAGE));
    server.on("/404", exchange -> ImageServer.answer(exchange, 404, new byte[0]));
    try (FetcherHarness retrying = FetcherHarness.open(twice)) {
      assertThat(retrying.get(at("/a"))).isEqualTo(IMAGE);
      assertThat(server.requests).hasSize(2);
      assertThat(retrying.failure(at("/404"))).isEqualTo(FetchCause.HTTP_REFUSED);
      assertThat(server.requests).hasSize(3);
    }
  }

  @Test
  void cancelsOneFetchWithoutAffectingOthers() throws Exception {
    server.serving("/a", IMAGE);
    try (RawServer silent = RawServer.silent();
        FetcherHarness other = open(silent.port(), server.port())) {
      CompletableFuture<FetchedImage> slow = other.fetcher.fetch(silent.url("slow.test"), null);
      FetcherHarness.until(() -> silent.connections.get() == 1);
      assertThat(slow.cancel(false)).isTrue();
      assertThat(other.get(at("/a"))).isEqualTo(IMAGE);
      assertThat(slow).isCancelled();
    }
  }

  @Test
  void closeCancelsRunningAndLaterFetches() throws Exception {
    try (RawServer silent = RawServer.silent()) {
      FetcherHarness other = open(silent.port());
      List<CompletableFuture<FetchedImage>> fetches = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        fetches.add(other.fetcher.fetch(silent.url("slow.test"), null));
      }
      other.close();
      assertThat(fetches).allMatch(CompletableFuture::isCancelled);
      assertThat(other.fetcher.fetch(silent.url("slow.test"), null)).isCancelled();
    }
  }

  @Test
  void limitsTheBytesThatWaitForDecoding() throws Exception {
    byte[] file = Arrays.copyOf(IMAGE, 90_000);
    server.serving("/a", file);
    List<FetchedImage> undecoded = new ArrayList<>();
    FetchCause refused = null;
    while (refused == null) {
      assertThat(undecoded).hasSizeLessThan(12);
      try {
        undecoded.add(FetcherHarness.await(harness.fetcher.fetch(at("/a"), null)));
      } catch (FetchFailedException e) {
        refused = e.reason();
      }
    }
    assertThat(refused).isEqualTo(FetchCause.OVERLOADED);
    assertThat(undecoded).hasSizeGreaterThan(8);
    undecoded.forEach(FetchedImage::close);
    assertThat(harness.get(at("/a"))).isEqualTo(file);
  }

  private static void encoded(HttpExchange exchange, String encoding, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Encoding", encoding);
    ImageServer.answer(exchange, 200, body);
  }

  private static byte[] zipped(byte[] file, int zeros) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(file);
      zip.write(new byte[zeros]);
    }
    return out.toByteArray();
  }

  private static byte[] response(byte[] body) {
    byte[] head = ascii("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private String at(String path) {
    return server.url("shop.test", path);
  }

  private static FetcherHarness open(Integer... ports) {
    return FetcherHarness.open(FetcherHarness.settings(Set.of(ports), FetcherHarness.neverOpens()));
  }

  private static FetcherHarness impatient(Integer... ports) {
    return FetcherHarness.open(
        FetcherHarness.impatient(Set.of(ports), FetcherHarness.neverOpens()));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}

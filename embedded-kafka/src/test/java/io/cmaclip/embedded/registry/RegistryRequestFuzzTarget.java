package io.cmaclip.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmaclip.events.ProductListing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The registry answers any request with a response or a client error. The build sends only the
 * seeds; {@code -Pfuzz} mutates them. A seed is method, path, query and body, a line each.
 */
class RegistryRequestFuzzTarget {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static Stream<byte[]> seeds() {
    String listing = ProductListing.getClassSchema().toString().replace("\"", "\\\"");
    return Stream.of(
            "POST\n/subjects/s/versions\n\n{\"schema\":\"\\\"string\\\"\"}",
            "POST\n/subjects/s/versions\nnormalize=true\n{\"schema\":\"" + listing + "\"}",
            "POST\n/subjects/s\n\n{\"schema\":\"{}\",\"schemaType\":\"AVRO\",\"references\":"
                + "[{\"name\":\"a\",\"subject\":\"first\",\"version\":1}]}",
            "POST\n"
                + "/compatibility/subjects/first/versions/latest\n"
                + "verbose=true\n"
                + "{\"schema\":\"\\\"int\\\"\"}",
            "PUT\n/config/first\n\n{\"compatibility\":\"FULL\"}",
            "GET\n/config/first\ndefaultToGlobal=true\n",
            "GET\n/subjects\nsubjectPrefix=%66&deleted=true\n",
            "GET\n/subjects/first/versions/-1/schema\n\n",
            "GET\n/schemas/ids/1/versions\n\n",
            "DELETE\n/subjects/first/versions/1\npermanent=true\n",
            "DELETE\n/subjects/first\n\n",
            "GET\n/mode\n\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "4m")
  void anyRequestGetsAResponseOrAClientError(byte[] bytes) {
    if (bytes == null) {
      return;
    }
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 4);
    if (lines.length < 4) {
      return;
    }
    // A new registry per request, so that one request reproduces a finding.
    RegistryApi api = new RegistryApi(new SchemaStore(null));
    api.answer(request("POST", "/subjects/first/versions", "", "{\"schema\":\"\\\"int\\\"\"}"));
    long time = THREADS.getCurrentThreadCpuTime();
    try {
      assertThat(api.answer(request(lines[0], lines[1], lines[2], lines[3]))).isNotNull();
    } catch (ApiException refused) {
      assertThat(refused.status()).isBetween(400, 499);
    }
    assertThat(THREADS.getCurrentThreadCpuTime() - time).isLessThan(LONGEST.toNanos());
  }

  private static ApiRequest request(String method, String path, String query, String body) {
    return ApiRequest.of(
        method, path, query.isEmpty() ? null : query, body.getBytes(StandardCharsets.UTF_8));
  }
}

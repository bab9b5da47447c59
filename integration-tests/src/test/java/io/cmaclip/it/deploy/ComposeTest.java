package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.it.containers.ContainerEngine;
import io.cmaclip.it.containers.ContainerRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Compose file in a container engine, with the image of the Dockerfile: broker, registry,
 * service and producer. The tests share one project and run in order; each subset of them works.
 */
@Tag("containers")
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeTest {
  private static final int SAMPLES = 300;

  /** Samples with neither image nor title. */
  private static final int WITHOUT_PREDICTION = 2;

  private static final int IN_MID_STREAM = 60;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofSeconds(15);
  private static final int SIGTERM_STATUS = 143;
  private static final int SIGKILL_STATUS = 137;

  @TempDir private static Path folder;

  private static ComposeProject project;
  private static int port;

  /** How often the producer has been started on the broker's volume. */
  private static long productions;

  /** Productions whose answers were complete. */
  private static long answered;

  @BeforeAll
  @Timeout(900) // The one of the class is for tests only.
  static void start() throws Exception {
    JsonNode services =
        DeployFiles.yaml(DeployFiles.DEPLOY.resolve("compose.yaml")).get("services");
    for (String service : List.of("broker", "registry", "service")) {
      ContainerEngine.assumeImage(services.get(service).get("image").textValue());
    }
    DeployTool.COMPOSE.assumeInstalled();
    port = FreePort.find();
    project = new ComposeProject(folder, port);
    project.up("broker", "registry", "service", "producer");
    productions = 1;
  }

  @AfterAll
  @Timeout(300)
  static void stop() {
    if (project != null) {
      try (ComposeProject closed = project) {
        System.out.println(closed.logs());
      }
    }
  }

  @BeforeEach
  void record(TestInfo test) {
    ContainerRuns.record("ComposeTest " + test.getDisplayName());
  }

  @Test
  @Order(1)
  void answersEverySampleOnceAfterAColdStart() throws Exception {
    awaitAnswers();
    assertThat(project.inspect("service", ".RestartCount")).isEqualTo("0");
    assertThat(project.inspect("service", ".State.Health.Status")).isEqualTo("healthy");
  }

  @Test
  @Order(2)
  void hardensTheContainerOfTheService() throws Exception {
    assertThat(project.exec("service", "id -u; id -g").text()).isEqualTo("10001\n10001");
    assertThat(project.exec("service", "grep -E 'CapEff|NoNewPrivs' /proc/1/status").text())
        .matches("CapEff:\\s+0{16}\\s+NoNewPrivs:\\s+1");
    for (String file : List.of("/opt/cmaclip/file", "/etc/file", "/opt/java/file")) {
      assertThat(project.exec("service", "touch " + file).err()).contains("Read-only file system");
    }
    for (String file : List.of("/tmp/file", "/var/lib/cmaclip/file")) {
      assertThat(project.exec("service", "touch " + file + " && rm " + file).status()).isZero();
    }
  }

  @Test
  @Order(3)
  void countsEverySampleAsLabelledAndThoseWithAPredictionAsAnswered() throws Exception {
    awaitAnswers();
    String scrape = project.page("/metrics").body();
    assertThat(sum(scrape, "cmaclip_listings_labelled_total()")).isEqualTo(Map.of("", SAMPLES));
    assertThat(sum(scrape, "cmaclip_answers_total\\{.*task=\"(\\w+)\"}").values())
        .isNotEmpty()
        .containsOnly(SAMPLES - WITHOUT_PREDICTION);
  }

  @Test
  @Order(4)
  void prometheusScrapesTheContainerAndEvaluatesTheRules() throws Exception {
    Path data = Files.createDirectory(folder.resolve("prometheus"));
    try (Prometheus prometheus = Prometheus.start(data, FreePort.find(), "127.0.0.1:" + port)) {
      await("scrape", () -> prometheus.query("cmaclip_ready == 1").size() == 1);
      await("evaluation", () -> health(prometheus.rules()).stream().allMatch("ok"::equals));
      assertThat(prometheus.rules()).isNotEmpty();
      assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).isEmpty();
    }
  }

  @Test
  @Order(5)
  void answersEverySampleOnceAfterAStopInMidStream() throws Exception {
    produceUntilMidStream();
    long start = System.nanoTime();
    ContainerEngine.docker("stop", project.container("service")).text();
    Duration stopped = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("docker stop in mid-stream: %d ms%n", stopped.toMillis());
    assertThat(stopped).isLessThan(GRACE_PERIOD);
    assertThat(project.inspect("service", ".State.ExitCode")).isEqualTo("" + SIGTERM_STATUS);
    ContainerEngine.docker("start", project.container("service")).text();
    awaitAnswers();
  }

  @Test
  @Tag("slow")
  @Order(6)
  void answersEverySampleOnceAfterAKillInMidStream() throws Exception {
    produceUntilMidStream();
    ContainerEngine.docker("kill", project.container("service")).text();
    assertThat(project.inspect("service", ".State.ExitCode")).isEqualTo("" + SIGKILL_STATUS);
    ContainerEngine.docker("start", project.container("service")).text();
    awaitAnswers();
  }

  @Test
  @Tag("slow")
  @Order(7)
  void startsBeforeBrokerAndRegistryWithoutARestart() throws Exception {
    project.down();
    project.up("--no-deps", "service");
    awaitUnready("waits for the brokers");
    project.up("--no-deps", "broker");
    awaitUnready("waits for the schema registry");
    Awaitility.await("a late registry")
        .during(LATE)
        .atMost(TIMEOUT)
        .until(() -> project.page("/health/live").statusCode() == 200);
    project.up("--no-deps", "registry");
    project.up("producer");
    productions = 1;
    answered = 0;
    awaitAnswers();
    assertThat(project.inspect("service", ".RestartCount")).isEqualTo("0");
  }

  private static void produceUntilMidStream() throws Exception {
    awaitAnswers();
    await("ready", () -> project.page("/health/ready").statusCode() == 200);
    int before = labelled();
    productions++;
    ContainerEngine.docker("start", project.container("producer")).text();
    await("mid-stream", () -> labelled() >= before + IN_MID_STREAM);
  }

  private static int labelled() throws Exception {
    return sum(project.page("/metrics").body(), "cmaclip_listings_labelled_total()").get("");
  }

  private static void awaitEndOfProducer() throws Exception {
    await("producer", () -> project.inspect("producer", ".State.Status").equals("exited"));
    assertThat(project.inspect("producer", ".State.ExitCode")).isEqualTo("0");
  }

  private static void awaitUnready(String reason) {
    await(reason, () -> project.page("/health/ready").body().contains(reason));
  }

  /** Waits until every sample is answered as often as it was produced, and not more often. */
  private static void awaitAnswers() throws Exception {
    if (answered == productions) {
      return;
    }
    awaitEndOfProducer();
    Awaitility.await("answers")
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(project.committed("listing-attributes"))
                    .hasSize(SAMPLES)
                    .allSatisfy((key, count) -> assertThat(count).isEqualTo(productions)));
    answered = productions;
  }

  private static List<String> health(JsonNode rules) {
    return rules.findValuesAsText("health");
  }

  /** Sums series by the first group of their pattern. */
  private static Map<String, Integer> sum(String scrape, String series) {
    Map<String, Integer> sums = new TreeMap<>();
    Pattern.compile("(?m)^" + series + " (\\S+)$")
        .matcher(scrape)
        .results()
        .forEach(
            line ->
                sums.merge(line.group(1), (int) Double.parseDouble(line.group(2)), Integer::sum));
    return sums;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(250))
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class) // The port is not open yet.
        .until(condition);
  }
}

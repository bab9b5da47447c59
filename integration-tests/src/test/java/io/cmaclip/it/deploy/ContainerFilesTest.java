package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.it.deploy.DeployTool.Result;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.OperationsKeys;
import io.cmaclip.streams.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Static checks of Dockerfile and Compose files; no container engine is needed. */
class ContainerFilesTest {
  private static final Path DOCKERFILE = DeployFiles.DEPLOY.resolve("Dockerfile");
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

  @Test
  void dockerfilePassesHadolint() {
    Result result = DeployTool.HADOLINT.run(List.of("--no-color", DOCKERFILE.toString()));
    assertThat(result.status()).as(result.text()).isZero();
  }

  @Test
  void lastStageHoldsOnlyTheJavaRuntimeAndTheImageFolder() {
    String text = DeployFiles.text(DOCKERFILE);
    List<String> last = text.substring(text.lastIndexOf("\nFROM ") + 1).lines().toList();
    assertThat(last.get(0)).matches("FROM ubuntu:\\d+\\.\\d+");
    assertThat(last)
        .filteredOn(line -> line.matches("(COPY|ADD) .*"))
        .containsExactly(
            "COPY --from=build /runtime/ /opt/java/", "COPY --from=build /image/ /opt/cmaclip/");
    assertThat(last).contains("USER 10001:10001");
    // Any user of group 0 may write to its volume.
    assertThat(last).anyMatch(line -> line.matches("RUN .*chown 10001:0 (\\S+) && chmod 770 \\1"));
    assertThat(last).noneMatch(line -> line.matches("RUN .*(apt|curl|wget|pip|mvn).*"));
    assertThat(last)
        .anyMatch(line -> line.matches("HEALTHCHECK .*CMD \\[\"/opt/cmaclip/health\"]"));
  }

  @Test
  void buildContextHoldsEveryModule() {
    List<String> context =
        DeployFiles.text(DeployFiles.DEPLOY.resolve("Dockerfile.dockerignore")).lines().toList();
    List<String> modules =
        MODULE
            .matcher(DeployFiles.text(DeployFiles.ROOT.resolve("pom.xml")))
            .results()
            .map(module -> module.group(1))
            .toList();
    assertThat(modules).hasSizeGreaterThan(10);
    for (String module : modules) {
      assertThat(context).contains("!" + module + "/pom.xml");
      // The image holds no tests of the whole product.
      assertThat(context.contains("!" + module + "/src"))
          .isEqualTo(!module.equals("integration-tests"));
    }
  }

  @Test
  void serviceAcceptsTheVariablesOfTheDockerfile() {
    Map<String, String> variables = Container.variables();
    assertThat(variables).containsKey("CMACLIP_OPERATIONS_HOST");
    ServiceConfig config = ServiceConfig.of(List.of(ConfigSource.environment(variables)));
    assertThat(config.kafka()).containsEntry("state.dir", "/var/lib/cmaclip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmaclip.properties", "compose/cmaclip.properties"})
  void serviceAcceptsTheShippedSettings(String file) {
    ServiceConfig config =
        ServiceConfig.of(List.of(ConfigSource.file(DeployFiles.DEPLOY.resolve(file))));
    assertThat(config.bootstrap()).isNotBlank();
  }

  @Test
  void dockerComposeAcceptsTheFiles() {
    Path compose = DeployFiles.DEPLOY.resolve("compose.yaml");
    Path cuda = DeployFiles.DEPLOY.resolve("compose.cuda.yaml");
    for (List<String> files :
        List.of(
            List.of("-f", compose.toString(), "config", "--quiet"),
            List.of("-f", compose.toString(), "-f", cuda.toString(), "config", "--quiet"))) {
      Result result = DeployTool.COMPOSE.run(files);
      assertThat(result.status()).as(result.text()).isZero();
    }
  }

  @Test
  void imagesAreVersionedAndMountedFilesExist() {
    JsonNode services =
        DeployFiles.yaml(DeployFiles.DEPLOY.resolve("compose.yaml")).get("services");
    assertThat(services).hasSize(6);
    for (JsonNode service : services) {
      assertThat(service.get("image").textValue()).matches("[a-z0-9/.-]+:v?\\d+\\.\\d+\\.\\d+");
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.textValue().split(":")[0];
        if (source.contains("/")) {
          assertThat(Files.exists(DeployFiles.DEPLOY.resolve(source))).as(source).isTrue();
        }
      }
      for (JsonNode port : service.path("ports")) {
        assertThat(port.textValue()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void producerStartsOnlyWhenTheServiceIsReady() {
    JsonNode services =
        DeployFiles.yaml(DeployFiles.DEPLOY.resolve("compose.yaml")).get("services");
    assertThat(services.at("/service/healthcheck/test").toString())
        .isEqualTo("[\"CMD\",\"/opt/cmaclip/health\",\"ready\"]");
    assertThat(services.at("/producer/depends_on/service/condition").textValue())
        .isEqualTo("service_healthy");
    Duration wait = ServiceConfig.of(List.of()).get(OperationsKeys.START_WAIT);
    assertThat(services.at("/service/healthcheck/start_period").textValue())
        .matches("\\d+s")
        .satisfies(
            period ->
                assertThat(Duration.parse("PT" + period))
                    .isGreaterThanOrEqualTo(wait.plusMinutes(1)));
  }

  @Test
  void serviceContainersAreReadOnlyExceptForVolumes() {
    JsonNode services =
        DeployFiles.yaml(DeployFiles.DEPLOY.resolve("compose.yaml")).get("services");
    for (String name : List.of("service", "producer")) {
      JsonNode service = services.get(name);
      assertThat(service.get("read_only").booleanValue()).as(name).isTrue();
      assertThat(service.at("/cap_drop/0").textValue()).as(name).isEqualTo("ALL");
      // Kafka unpacks native compression libraries there; Docker mounts tmpfs with noexec by
      // default.
      assertThat(service.at("/tmpfs/0").textValue()).startsWith("/tmp:exec,");
    }
  }
}

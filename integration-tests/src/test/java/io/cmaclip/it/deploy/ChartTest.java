package io.cmaclip.it.deploy;

import static io.cmaclip.it.deploy.Chart.EVERYTHING;
import static io.cmaclip.it.deploy.Chart.KUBERNETES;
import static io.cmaclip.it.deploy.Chart.REQUIRED;
import static io.cmaclip.it.deploy.Chart.container;
import static io.cmaclip.it.deploy.Chart.one;
import static io.cmaclip.it.deploy.Chart.render;
import static io.cmaclip.it.deploy.Chart.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.it.deploy.DeployTool.Result;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Helm chart, rendered by Helm. */
class ChartTest {
  static Stream<String> values() {
    return Stream.of(REQUIRED, REQUIRED + "," + EVERYTHING);
  }

  @Test
  void passesHelmLint() {
    Result result =
        DeployTool.HELM.run(
            List.of("lint", "--strict", "--set", REQUIRED, DeployFiles.CHART.toString()));
    assertThat(result.status()).as(result.text()).isZero();
  }

  @ParameterizedTest
  @MethodSource("values")
  void rendersValidKubernetesManifests(String values) {
    DeployTool.PYTHON.assumeInstalled();
    Result result =
        DeployTool.PYTHON.run(
            List.of(
                DeployFiles.TESTS.resolve("manifests.py").toString(),
                KUBERNETES,
                DeployFiles.TESTS.resolve("schemas").toString()),
            render(values),
            Map.of());
    assertThat(result.status()).as(result.text()).isZero();
    assertThat(result.text().lines()).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("values")
  void rendersSettingsThatTheServiceAccepts(String values, @TempDir Path folder) throws Exception {
    List<JsonNode> objects = DeployFiles.documents(render(values));
    Path file = folder.resolve("cmaclip.properties");
    Files.writeString(file, one(objects, "ConfigMap").at("/data/cmaclip.properties").textValue());
    Map<String, String> variables = new HashMap<>();
    container(objects)
        .get("env")
        .forEach(
            variable ->
                variables.put(variable.get("name").textValue(), variable.get("value").textValue()));
    ServiceConfig config =
        ServiceConfig.of(List.of(ConfigSource.file(file), ConfigSource.environment(variables)));
    assertThat(config.bootstrap()).isEqualTo("broker:9092");
  }

  @Test
  void runsTheContainerWithLeastPrivileges() {
    List<JsonNode> objects = DeployFiles.documents(render(REQUIRED));
    JsonNode pod = one(objects, "Deployment").at("/spec/template/spec");
    assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").intValue()).isPositive();
    assertThat(pod.get("automountServiceAccountToken").booleanValue()).isFalse();
    JsonNode security = container(objects).get("securityContext");
    assertThat(security.get("readOnlyRootFilesystem").booleanValue()).isTrue();
    assertThat(security.get("allowPrivilegeEscalation").booleanValue()).isFalse();
    assertThat(security.at("/capabilities/drop/0").textValue()).isEqualTo("ALL");
    List<String> writable = new ArrayList<>();
    for (JsonNode mount : container(objects).get("volumeMounts")) {
      if (!mount.path("readOnly").booleanValue()) {
        writable.add(mount.get("mountPath").textValue());
      }
    }
    assertThat(writable).containsExactlyInAnyOrder("/tmp", "/var/lib/cmaclip");
  }

  /** While the service waits for brokers it is live but not ready. */
  @Test
  void onlyReadinessDependsOnReadiness() {
    JsonNode container = container(DeployFiles.documents(render(REQUIRED)));
    for (String probe : List.of("startupProbe", "livenessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/path").textValue()).isEqualTo("/health/live");
    }
    assertThat(container.at("/readinessProbe/httpGet/path").textValue()).isEqualTo("/health/ready");
  }

  @Test
  void requestsAGpuOnlyWhenEnabled() {
    assertThat(container(DeployFiles.documents(render(REQUIRED))).get("resources").toString())
        .doesNotContain("gpu");
    List<JsonNode> objects = DeployFiles.documents(render(REQUIRED + "," + EVERYTHING));
    assertThat(container(objects).at("/resources/limits/nvidia.com~1gpu").intValue()).isEqualTo(1);
    assertThat(container(objects).at("/resources/limits/memory").textValue()).isNotBlank();
    assertThat(container(objects).get("image").textValue()).endsWith("-cuda");
  }

  @Test
  void scalesOnTheLagOfTheConsumerGroup() {
    List<JsonNode> objects =
        DeployFiles.documents(
            render(REQUIRED + ",keda.enabled=true,applicationId=other,keda.lagThreshold=77"));
    assertThat(one(objects, "Deployment").at("/spec").has("replicas")).isFalse();
    JsonNode trigger = one(objects, "ScaledObject").at("/spec/triggers/0/metadata");
    assertThat(trigger.get("consumerGroup").textValue()).isEqualTo("other");
    assertThat(trigger.get("lagThreshold").textValue()).isEqualTo("77");
    assertThat(one(objects, "ConfigMap").at("/data/cmaclip.properties").textValue())
        .contains("application.id = other");
  }

  @Test
  void scalesFromZeroOnAnActivationThreshold() {
    JsonNode trigger =
        one(
                DeployFiles.documents(
                    render(
                        REQUIRED
                            + ",keda.enabled=true,keda.minReplicas=0,keda.activationLagThreshold=20"
                            + ",keda.excludePersistentLag=true")),
                "ScaledObject")
            .at("/spec/triggers/0/metadata");
    assertThat(trigger.get("activationLagThreshold").textValue()).isEqualTo("20");
    assertThat(trigger.get("excludePersistentLag").textValue()).isEqualTo("true");
  }

  /**
   * Numbers of a values file are floating-point numbers to Helm, which templates print as 1e+06.
   */
  @Test
  void rendersEveryIntegerOfAValuesFileAsAnInteger(@TempDir Path folder) throws Exception {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    List<Long> numbers = new ArrayList<>();
    JsonNode schema = DeployFiles.yaml(DeployFiles.CHART.resolve("values.schema.json"));
    addIntegers(schema, values, numbers);
    assertThat(numbers).hasSizeGreaterThan(15);
    Path file = Files.writeString(folder.resolve("values.yaml"), values.toString());
    StringBuilder rendered = new StringBuilder();
    for (String scaled : List.of("false", "true")) {
      String more = ",gpu.enabled=true,config.number=1000000,keda.enabled=" + scaled;
      rendered.append(render(REQUIRED + more, file));
    }
    assertThat(rendered.toString()).doesNotContainPattern("\\de\\+\\d");
    assertThat(numbers).allMatch(number -> rendered.indexOf(number.toString()) >= 0);
  }

  /** Adds a value for each integer of the schema, distinct and about a million where allowed. */
  private static void addIntegers(JsonNode schema, ObjectNode values, List<Long> numbers) {
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      JsonNode type = property.getValue();
      if (type.has("properties")) {
        addIntegers(type, values.putObject(property.getKey()), numbers);
      } else if (type.path("$ref").asText().endsWith("/ports")) {
        numbers.add(60_000L + numbers.size());
        values.putArray(property.getKey()).add(numbers.get(numbers.size() - 1));
      } else if (type.path("type").toString().contains("integer")) {
        numbers.add((type.path("maximum").asLong(2_000_000) / 2) + numbers.size());
        values.put(property.getKey(), numbers.get(numbers.size() - 1));
      }
    }
  }

  @Test
  void anyUserIdCanBeRemovedOrReplaced() {
    for (String key : List.of("runAsUser", "runAsGroup", "fsGroup")) {
      String value = ",podSecurityContext." + key + "=";
      assertThat(podSecurity(render(REQUIRED + value + "null")).has(key)).as(key).isFalse();
      assertThat(podSecurity(render(REQUIRED + value + "1000700000")).get(key).longValue())
          .isEqualTo(1_000_700_000);
    }
  }

  @Test
  void openShiftValuesLeaveUserIdsToTheClusterAndReachItsDns() {
    String text = render(REQUIRED, DeployFiles.CHART.resolve("values-openshift.yaml"));
    JsonNode security = podSecurity(text);
    assertThat(security.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile");
    assertThat(dnsPorts(text)).containsExactly(53, 53, 5353, 5353);
    assertThat(dnsPorts(render(REQUIRED))).containsExactly(53, 53);
  }

  private static JsonNode podSecurity(String rendered) {
    return one(DeployFiles.documents(rendered), "Deployment")
        .at("/spec/template/spec/securityContext");
  }

  private static List<Integer> dnsPorts(String rendered) {
    List<Integer> ports = new ArrayList<>();
    one(DeployFiles.documents(rendered), "NetworkPolicy")
        .at("/spec/egress/0/ports")
        .forEach(port -> ports.add(port.get("port").intValue()));
    return ports;
  }

  @Test
  void rendersTheTestedAlertsAndDashboard() {
    List<JsonNode> objects = DeployFiles.documents(render(REQUIRED + "," + EVERYTHING));
    assertThat(one(objects, "PrometheusRule").at("/spec/groups"))
        .isEqualTo(DeployFiles.yaml(DeployFiles.ALERTS).get("groups"));
    assertThat(
            objects.stream()
                .map(object -> object.at("/data/cma-clip.json"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue))
        .containsExactly(DeployFiles.text(DeployFiles.DASHBOARD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=2 | bootstrapServers",
        "kafka.bootstrapServers=broker,schemaRegistry.url=http://r | bootstrapServers",
        "kafka.bootstrapServers=b:1,schemaRegistry.url=registry | url",
        REQUIRED + ",terminationGracePeriodSeconds=45 | terminationGracePeriodSeconds",
        REQUIRED + ",config.operations\\.port=1 | operations.port",
        REQUIRED + ",heap=lots | heap",
        REQUIRED + ",podSecurityContext.runAsUser=0 | runAsUser",
        REQUIRED + ",keda.lagThreshold=0.5 | lagThreshold",
        REQUIRED + ",keeda.enabled=true | keeda",
      })
  void refusesAWrongValueByName(String values, String name) {
    Result result = template(values);
    assertThat(result.status()).isNotZero();
    assertThat(result.text()).contains(name);
  }
}

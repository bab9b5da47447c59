package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final String KUBERNETES = "1.34";
  private static final String REQUIRED =
      "kafka.bootstrapServers=broker:9092,schemaRegistry.url=http://registry:8081";
  private static final String EVERYTHING =
      "gpu.enabled=true,keda.enabled=true,keda.authenticationRef=kafka,serviceMonitor.enabled=true,"
          + "prometheusRule.enabled=true,dashboard.enabled=true,secrets={kafka-credentials},"
          + "bundleVolume.persistentVolumeClaim.claimName=bundles,config.guarantee=at_least_once,heap=2g,"
          + "nodeSelector.pool=gpu";

  static Stream<String> values() {
    return Stream.of(REQUIRED, REQUIRED + "," + EVERYTHING);
  }

  @Test
  void helmHasNothingToSayAgainstIt() {
    Result result =
        DeployTool.HELM.run(
            List.of("lint", "--strict", "--set", REQUIRED, DeployFiles.CHART.toString()));
    assertThat(result.status()).as(result.text()).isZero();
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatItRendersIsValidKubernetes(String values) {
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
  void theServiceTakesTheSettingsThatItRenders(String values, @TempDir Path folder)
      throws Exception {
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
  void aContainerMayDoNothingThatItNeedNot() {
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

  @Test
  void aCardIsAskedForOnlyWhenTold() {
    assertThat(container(DeployFiles.documents(render(REQUIRED))).get("resources").toString())
        .doesNotContain("gpu");
    List<JsonNode> objects = DeployFiles.documents(render(REQUIRED + "," + EVERYTHING));
    assertThat(container(objects).at("/resources/limits/nvidia.com~1gpu").intValue()).isEqualTo(1);
    assertThat(container(objects).at("/resources/limits/memory").textValue()).isNotBlank();
    assertThat(container(objects).get("image").textValue()).endsWith("-cuda");
  }

  @Test
  void theScalerCountsTheLagOfTheGroupThatReads() {
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
  void theRuleAndTheDashboardAreThoseThatAreTested() {
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
        REQUIRED + ",keeda.enabled=true | keeda",
      })
  void aWrongValueIsRefusedByName(String values, String name) {
    Result result = template(values);
    assertThat(result.status()).isNotZero();
    assertThat(result.text()).contains(name);
  }

  private static String render(String values) {
    Result result = template(values);
    assertThat(result.status()).as(result.text()).isZero();
    return result.text();
  }

  private static Result template(String values) {
    return DeployTool.HELM.run(
        List.of(
            "template",
            "shop",
            DeployFiles.CHART.toString(),
            "--kube-version",
            KUBERNETES + ".0",
            "--set",
            values));
  }

  private static JsonNode container(List<JsonNode> objects) {
    return one(objects, "Deployment").at("/spec/template/spec/containers/0");
  }

  private static JsonNode one(List<JsonNode> objects, String kind) {
    return objects.stream()
        .filter(object -> object.get("kind").textValue().equals(kind))
        .filter(object -> !object.at("/metadata/name").textValue().endsWith("-dashboard"))
        .findFirst()
        .orElseThrow();
  }
}

package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.it.deploy.DeployTool.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Renders the Helm chart with Helm; skips the test without Helm. */
final class Chart {
  /** Version of Kubernetes that the chart is rendered for. */
  static final String KUBERNETES = "1.34";

  /** The values that have no default. */
  static final String REQUIRED =
      "kafka.bootstrapServers=broker:9092,schemaRegistry.url=http://registry:8081";

  /** Values that render every part of the chart, with {@link #REQUIRED}. */
  static final String EVERYTHING =
      "gpu.enabled=true,keda.enabled=true,keda.authenticationRef=kafka,serviceMonitor.enabled=true,"
          + "prometheusRule.enabled=true,dashboard.enabled=true,secrets={kafka-credentials},"
          + "bundleVolume.persistentVolumeClaim.claimName=bundles,config.guarantee=at_least_once,heap=2g,"
          + "nodeSelector.pool=gpu";

  private Chart() {}

  /** The manifests of a release named {@code shop}. */
  static String render(String values, Path... files) {
    Result result = template(values, files);
    assertThat(result.status()).as(result.text()).isZero();
    return result.text();
  }

  /** What {@code helm template} returns. */
  static Result template(String values, Path... files) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                "shop",
                DeployFiles.CHART.toString(),
                "--kube-version",
                KUBERNETES + ".0",
                "--set",
                values));
    for (Path file : files) {
      arguments.addAll(List.of("--values", file.toString()));
    }
    return DeployTool.HELM.run(arguments);
  }

  /** The container of the service. */
  static JsonNode container(List<JsonNode> objects) {
    return one(objects, "Deployment").at("/spec/template/spec/containers/0");
  }

  /** The first object of a kind, except the dashboard. */
  static JsonNode one(List<JsonNode> objects, String kind) {
    return objects.stream()
        .filter(object -> object.get("kind").textValue().equals(kind))
        .filter(object -> !object.at("/metadata/name").textValue().endsWith("-dashboard"))
        .findFirst()
        .orElseThrow();
  }
}

package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.it.deploy.DeployTool.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Helm chart in a Kubernetes API server, in a namespace that enforces the Pod Security Standard
 * {@code restricted}, with the custom resource definitions of KEDA and the Prometheus operator.
 * {@code integration-tests/cluster-setup.sh} builds the server.
 */
@Tag("slow")
@Timeout(180)
class ApiServerTest {
  private static final String NAMESPACE = "shop";
  private static final String EVERY_KIND =
      "deployments,services,configmaps,networkpolicies,poddisruptionbudgets"
          + ",scaledobjects,servicemonitors,prometheusrules";

  @TempDir private static Path folder;

  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(folder);
    Path resources = Path.of("target", "cluster", "crds");
    succeed(server.kubectl("", "create", "-f", resources.toString()));
    succeed(
        server.kubectl("", "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"));
    succeed(server.kubectl("", "create", "namespace", NAMESPACE));
    String policy = "pod-security.kubernetes.io/";
    succeed(
        server.kubectl(
            "",
            "label",
            "namespace",
            NAMESPACE,
            policy + "enforce=restricted",
            policy + "warn=restricted"));
    // A controller makes it in a whole cluster; pods are refused without it.
    succeed(inNamespace("", "create", "serviceaccount", "default"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("required values", Chart.REQUIRED, new Path[0]),
        Arguments.of("every part", Chart.REQUIRED + "," + Chart.EVERYTHING, new Path[0]),
        Arguments.of(
            "OpenShift",
            Chart.REQUIRED,
            new Path[] {DeployFiles.CHART.resolve("values-openshift.yaml")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void serverAcceptsEveryFieldWithoutAWarning(String name, String values, Path[] files) {
    Result applied = apply(Chart.render(values, files));
    succeed(applied);
    assertThat(applied.text().lines()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(applied.errors()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void restrictedNamespaceAdmitsThePod(String name, String values, Path[] files) {
    succeed(create(pod(Chart.render(values, files))));
  }

  @Test
  void restrictedNamespaceRefusesThePodWithoutItsSecurityContext() {
    ObjectNode pod = pod(Chart.render(Chart.REQUIRED));
    ((ObjectNode) pod.at("/spec/containers/0")).remove("securityContext");
    Result refused = create(pod);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.text()).contains("violates PodSecurity \"restricted");
  }

  @ParameterizedTest
  @MethodSource("misspelled")
  void serverRefusesAMisspelledField(String kind, String field) {
    JsonNode object =
        Chart.one(
            DeployFiles.documents(Chart.render(Chart.REQUIRED + "," + Chart.EVERYTHING)), kind);
    Result refused = apply(object.toString().replace("\"" + field + "\"", "\"" + field + "s\""));
    assertThat(refused.status()).isNotZero();
    assertThat(refused.text()).contains(field + "s");
  }

  static Stream<Arguments> misspelled() {
    return Stream.of(
        Arguments.of("Deployment", "strategy"),
        Arguments.of("ScaledObject", "minReplicaCount"),
        Arguments.of("ServiceMonitor", "endpoints"),
        Arguments.of("PrometheusRule", "groups"));
  }

  @Test
  void helmInstallsUpgradesAndRemovesTheChart() {
    Result installed = helm("install", Chart.REQUIRED);
    succeed(installed);
    assertThat(installed.errors()).isEmpty();
    assertThat(objects()).contains("deployment.apps/shop-cma-clip-kafka");
    Result upgraded = helm("upgrade", Chart.REQUIRED + "," + Chart.EVERYTHING);
    succeed(upgraded);
    assertThat(upgraded.errors()).isEmpty();
    assertThat(objects())
        .contains(
            "scaledobject.keda.sh/shop-cma-clip-kafka",
            "servicemonitor.monitoring.coreos.com/shop-cma-clip-kafka",
            "prometheusrule.monitoring.coreos.com/shop-cma-clip-kafka");
    succeed(server.helm("uninstall", "shop", "--namespace", NAMESPACE));
    assertThat(objects()).isEmpty();
  }

  private static Result helm(String command, String values) {
    return server.helm(
        command, "shop", DeployFiles.CHART.toString(), "--namespace", NAMESPACE, "--set", values);
  }

  private static List<String> objects() {
    Result objects = inNamespace("", "get", EVERY_KIND, "-o", "name");
    succeed(objects);
    return objects.text().lines().toList();
  }

  /** Has the server validate objects and admit them, without storing them. */
  private static Result apply(String manifests) {
    return inNamespace(
        manifests,
        "apply",
        "--server-side",
        "--validate=strict",
        "--dry-run=server",
        "--filename=-");
  }

  private static Result create(JsonNode object) {
    return inNamespace(
        object.toString(), "create", "--validate=strict", "--dry-run=server", "--filename=-");
  }

  private static Result inNamespace(String input, String... arguments) {
    return server.kubectl(
        input,
        Stream.concat(Stream.of("--namespace", NAMESPACE), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** The pod that the Deployment's controller would create. */
  private static ObjectNode pod(String manifests) {
    JsonNode template =
        Chart.one(DeployFiles.documents(manifests), "Deployment").at("/spec/template");
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.set("metadata", template.get("metadata"));
    ((ObjectNode) pod.get("metadata")).put("name", "shop-1");
    pod.set("spec", template.get("spec"));
    return pod;
  }

  private static void succeed(Result result) {
    assertThat(result.status()).as(result.text()).isZero();
  }
}

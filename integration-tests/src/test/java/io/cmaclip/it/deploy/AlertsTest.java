package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.it.deploy.DeployTool.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts, checked by promtool. */
class AlertsTest {
  private static final Path CASES = DeployFiles.TESTS.resolve("alerts-test.yaml");

  /** The expected alerts in {@code alerts-test.yaml}. */
  private static final Pattern FIRES = Pattern.compile("exp_samples: .*alertname=\"(\\w+)\"");

  @Test
  void eachAlertFiresInItsCaseAndNoneOnAHealthySeries() {
    Result result = DeployTool.PROMTOOL.run(List.of("test", "rules", CASES.toString()));
    assertThat(result.status()).as(result.text()).isZero();
  }

  @Test
  void everyAlertHasACaseInWhichItFires() {
    Set<String> alerts = new TreeSet<>();
    rules().findValues("alert").forEach(name -> alerts.add(name.textValue()));
    Set<String> fired = new TreeSet<>();
    FIRES.matcher(DeployFiles.text(CASES)).results().forEach(result -> fired.add(result.group(1)));
    assertThat(fired).isEqualTo(alerts);
    assertThat(alerts).hasSizeGreaterThan(12);
  }

  @Test
  void everyAlertStatesProblemAndAction() {
    for (JsonNode rule : rules().at("/groups/0/rules")) {
      assertThat(rule.at("/annotations/summary").textValue()).as("%s", rule).isNotBlank();
      assertThat(rule.at("/annotations/action").textValue()).as("%s", rule).isNotBlank();
      assertThat(rule.at("/labels/severity").textValue()).isIn("critical", "warning");
    }
  }

  @Test
  void prometheusAcceptsTheAlertsWithItsConfiguration(@TempDir Path folder) throws Exception {
    Files.copy(
        DeployFiles.DEPLOY.resolve("compose").resolve("prometheus.yaml"),
        folder.resolve("prometheus.yaml"));
    Files.copy(DeployFiles.ALERTS, folder.resolve("alerts.yaml"));
    Result result =
        DeployTool.PROMTOOL.run(
            List.of("check", "config", folder.resolve("prometheus.yaml").toString()));
    assertThat(result.status()).as(result.text()).isZero();
    assertThat(result.text()).contains(rules().findValues("alert").size() + " rules found");
  }

  private static JsonNode rules() {
    return DeployFiles.yaml(DeployFiles.ALERTS);
  }
}

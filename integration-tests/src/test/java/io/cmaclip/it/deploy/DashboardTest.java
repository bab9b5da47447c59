package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Layout of the dashboard. {@link ServedImageTest} runs its queries against a running service. */
class DashboardTest {
  private static final JsonNode DASHBOARD = DeployFiles.yaml(DeployFiles.DASHBOARD);

  @Test
  void hasARowForEachArea() {
    List<String> rows = new ArrayList<>();
    for (JsonNode panel : DASHBOARD.get("panels")) {
      if (panel.get("type").textValue().equals("row")) {
        rows.add(panel.get("title").textValue());
      }
    }
    assertThat(rows)
        .contains(
            "Traffic",
            "Latency",
            "Model quality",
            "Noise and drift",
            "Review and dead letters",
            "Batching and back-pressure",
            "Images by address",
            "Kafka",
            "JVM");
  }

  @Test
  void panelsHaveUniqueIdsAndDoNotOverlap() {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode panel : DASHBOARD.get("panels")) {
      assertThat(ids.add(panel.get("id").intValue())).as("%s", panel.get("title")).isTrue();
      JsonNode place = panel.get("gridPos");
      int right = place.get("x").intValue() + place.get("w").intValue();
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = place.get("x").intValue(); x < right; x++) {
        for (int y = 0; y < place.get("h").intValue(); y++) {
          List<Integer> cell = List.of(x, place.get("y").intValue() + y);
          assertThat(cells.add(cell)).as("%s", panel.get("title")).isTrue();
        }
      }
    }
  }

  @Test
  void queriesUseTheSelectedDataSource() {
    for (JsonNode query : DASHBOARD.get("panels").findParents("expr")) {
      assertThat(query.at("/datasource/uid").textValue()).isEqualTo("${datasource}");
    }
    assertThat(DASHBOARD.at("/templating/list/0/query").textValue()).isEqualTo("prometheus");
  }
}

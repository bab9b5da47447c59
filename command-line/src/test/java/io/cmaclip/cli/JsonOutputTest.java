package io.cmaclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  record Result(String label, double confidence, int[] ids) {}

  @Test
  void writesARecordAsOneLine() {
    assertThat(JsonOutput.line(new Result("a\nb", 0.25, new int[] {1, 2})))
        .isEqualTo("{\"label\":\"a\\nb\",\"confidence\":0.25,\"ids\":[1,2]}");
  }

  @Test
  void writesNonFiniteNumbersAsNull() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("nan", Double.NaN);
    values.put("infinite", Double.POSITIVE_INFINITY);
    values.put("third", 1.5);
    assertThat(JsonOutput.line(values)).isEqualTo("{\"nan\":null,\"infinite\":null,\"third\":1.5}");
  }
}

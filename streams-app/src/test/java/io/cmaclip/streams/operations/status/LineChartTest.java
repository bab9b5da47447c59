package io.cmaclip.streams.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.operations.status.LineChart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
  @Test
  void aLineIsDrawnToScale() {
    assertThat(chart(new Point(10, 0), new Point(5, 4), new Point(0, 8)))
        .contains("<path class=\"first\" d=\"M890.0 100.0h0L895.0 60.0L900.0 20.0\"/>")
        .contains("<span>10</span><span>5</span><span>0</span>")
        .contains("mean <b>8</b>");
  }

  @Test
  void aMissingValueIsAGapAndASingleValueIsADot() {
    assertThat(
            chart(
                new Point(15, 1),
                new Point(10, Double.NaN),
                new Point(5, 1),
                new Point(0, Double.NaN)))
        .contains("d=\"M885.0 0.0h0M895.0 0.0h0\"")
        .contains("mean <b>–</b>")
        .doesNotContain("NaN");
  }

  @Test
  void aLineOfZerosIsAtTheBottom() {
    assertThat(chart(new Point(5, 0), new Point(0, 0)))
        .contains("d=\"M895.0 100.0h0L900.0 100.0\"")
        .doesNotContain("NaN");
  }

  @Test
  void withoutValuesASentenceReplacesTheChart() {
    assertThat(chart(new Point(5, Double.NaN)))
        .contains("Nothing in the last 15 minutes")
        .doesNotContain("<svg", "NaN");
    assertThat(chart()).doesNotContain("<svg");
  }

  @Test
  void pointsOlderThanTheAxisAreOmitted() {
    assertThat(chart(new Point(901, 3), new Point(0, 3))).contains("d=\"M900.0 40.0h0\"");
  }

  private static String chart(Point... points) {
    return new LineChart("t", Figures::number)
        .line("mean", "first", List.of(points))
        .html()
        .toString();
  }
}

package io.cmaclip.lab.bench.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageCostTest {
  private static final Size TARGET = new Size(64, 64);

  @Test
  void aLargerImageCostsMore() throws Exception {
    double small = millis(new Size(64, 64));
    assertThat(small).isPositive();
    assertThat(millis(new Size(512, 512))).isGreaterThan(4 * small);
  }

  @ParameterizedTest
  @EnumSource(SampleFormat.class)
  void measuresEveryFormatBesideTheReaderThatWasUsedBefore(SampleFormat format) throws Exception {
    ImageCost.Decoding found = new ImageCost(format, new Size(60, 80)).decoding().orElseThrow();
    assertThat(found.cpuMillis()).isPositive();
    if (format == SampleFormat.WEBP) {
      assertThat(found.beforeCpuMillis()).isNull();
    } else {
      assertThat(found.ratio()).isEqualTo(found.cpuMillis() / found.beforeCpuMillis());
    }
  }

  @Test
  void figuresOfPillowAreNullWithoutPython() throws Exception {
    Optional<Pillow> pillow = Pillow.start("no-such-python");
    assertThat(pillow).isEmpty();
    List<ImageCost.Preparation> found =
        new ImageCost(SampleFormat.JPEG, new Size(60, 80)).preparation(TARGET, pillow);
    assertThat(found).isNotEmpty();
    assertThat(found).allMatch(row -> row.pillowCpuMillis() == null);
  }

  @Test
  void readsSizesAndSides() {
    assertThat(Size.parse("900x1200")).isEqualTo(new Size(900, 1200));
    assertThat(Size.parse("224")).isEqualTo(new Size(224, 224));
  }

  private static double millis(Size size) throws Exception {
    return new ImageCost(SampleFormat.JPEG, size)
        .preparation(TARGET, Optional.empty())
        .get(0)
        .cpuMillis();
  }
}

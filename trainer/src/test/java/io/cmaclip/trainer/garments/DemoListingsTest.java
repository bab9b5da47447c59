package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.trainer.garments.DemoListings.Flaw;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoListingsTest {
  private static final Map<String, byte[]> FILES = new HashMap<>();
  private static final List<JsonNode> ROWS = new ArrayList<>();
  private static final Path SHIPPED = Path.of("..").resolve(DemoListings.RESOURCE);

  @BeforeAll
  static void unzip() throws IOException {
    byte[] bytes = Files.readAllBytes(SHIPPED);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        FILES.put(entry.getName(), zip.readAllBytes());
      }
    }
    ObjectMapper mapper = new ObjectMapper();
    for (String line :
        new String(FILES.get("metadata.jsonl"), StandardCharsets.UTF_8).split("\n")) {
      ROWS.add(mapper.readTree(line));
    }
  }

  @Test
  void threeHundredListingsFitIntoTwoMegabytes() throws IOException {
    assertThat(ROWS).hasSize(300);
    assertThat(Files.size(SHIPPED)).isLessThan(2 << 20);
    assertThat(ROWS.stream().map(row -> row.get("id").asText()).distinct()).hasSize(300);
  }

  @Test
  void brokenListingsHaveTheirFlaw() throws IOException {
    for (int index = 0; index < ROWS.size(); index++) {
      JsonNode row = ROWS.get(index);
      Flaw flaw = Flaw.at(index);
      boolean namesImage = row.has("file_name");
      boolean hasFile = namesImage && FILES.containsKey(row.get("file_name").asText());
      boolean readable = hasFile && readable(FILES.get(row.get("file_name").asText()));
      boolean hasTitle = !row.get("title").asText().isEmpty();
      assertThat(namesImage)
          .as("row %d names an image", index)
          .isEqualTo(flaw != Flaw.NO_IMAGE && flaw != Flaw.NEITHER);
      assertThat(hasFile)
          .as("row %d has its file", index)
          .isEqualTo(namesImage && flaw != Flaw.ABSENT_IMAGE);
      assertThat(readable)
          .as("row %d can be read", index)
          .isEqualTo(hasFile && flaw != Flaw.UNREADABLE_IMAGE && flaw != Flaw.CUT_IMAGE);
      assertThat(hasTitle)
          .as("row %d has a title", index)
          .isEqualTo(flaw != Flaw.EMPTY_TITLE && flaw != Flaw.NEITHER);
    }
  }

  @Test
  void shippedListingsEqualTheRenderedOnes() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    for (int index = 0; index < ROWS.size(); index++) {
      assertThat(ROWS.get(index)).isEqualTo(mapper.readTree(DemoListings.row(index)));
    }
    for (int index : new int[] {0, 1, 150, 299}) {
      byte[] shipped = FILES.get(ROWS.get(index).get("file_name").asText());
      assertThat(distance(shipped, DemoListings.image(index))).isLessThan(1);
    }
  }

  /**
   * Mean difference in levels: rasterizers and JPEG coders of other Java versions may differ a
   * little.
   */
  private static double distance(byte[] one, byte[] two) throws IOException {
    BufferedImage a = ImageIO.read(new ByteArrayInputStream(one));
    BufferedImage b = ImageIO.read(new ByteArrayInputStream(two));
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3. * a.getWidth() * a.getHeight());
  }

  @Test
  void everyFlawOccurs() {
    for (Flaw flaw : Flaw.values()) {
      assertThat(flaw.indices())
          .isNotEmpty()
          .allSatisfy(index -> assertThat(Flaw.at(index)).isEqualTo(flaw));
    }
  }

  private static boolean readable(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file)) != null;
    } catch (IOException e) {
      return false;
    }
  }
}

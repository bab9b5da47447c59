package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.trainer.garments.DemoListings.Flaw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static int size;

  @BeforeAll
  static void write() throws IOException {
    byte[] bytes = DemoListings.bytes();
    size = bytes.length;
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
  void threeHundredListingsFitIntoTwoMegabytes() {
    assertThat(ROWS).hasSize(300);
    assertThat(size).isLessThan(2 << 20);
    assertThat(ROWS.stream().map(row -> row.get("id").asText()).distinct()).hasSize(300);
  }

  @Test
  void brokenListingsAreBrokenAsTheirFlawSays() throws IOException {
    for (int place = 0; place < ROWS.size(); place++) {
      JsonNode row = ROWS.get(place);
      Flaw flaw = Flaw.at(place);
      boolean namesImage = row.has("file_name");
      boolean hasFile = namesImage && FILES.containsKey(row.get("file_name").asText());
      boolean readable = hasFile && readable(FILES.get(row.get("file_name").asText()));
      boolean hasTitle = !row.get("title").asText().isEmpty();
      assertThat(namesImage)
          .as("row %d names an image", place)
          .isEqualTo(flaw != Flaw.NO_IMAGE && flaw != Flaw.NEITHER);
      assertThat(hasFile)
          .as("row %d has its file", place)
          .isEqualTo(namesImage && flaw != Flaw.ABSENT_IMAGE);
      assertThat(readable)
          .as("row %d can be read", place)
          .isEqualTo(hasFile && flaw != Flaw.UNREADABLE_IMAGE && flaw != Flaw.CUT_IMAGE);
      assertThat(hasTitle)
          .as("row %d has a title", place)
          .isEqualTo(flaw != Flaw.EMPTY_TITLE && flaw != Flaw.NEITHER);
    }
  }

  @Test
  void everyFlawIsShown() {
    for (Flaw flaw : Flaw.values()) {
      assertThat(flaw.places())
          .isNotEmpty()
          .allSatisfy(place -> assertThat(Flaw.at(place)).isEqualTo(flaw));
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

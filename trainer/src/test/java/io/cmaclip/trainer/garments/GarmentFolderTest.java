package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.cli.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarmentFolderTest {
  @TempDir private Path folder;

  @Test
  void rowsAreInOrderAndNameTheirImages() throws IOException {
    assertThat(GarmentFolder.isTaken(folder)).isFalse();
    GarmentShop shop = new GarmentShop(8);
    long bytes;
    try (ProgressBar progress = ProgressBar.start("garments", "listings", 12)) {
      bytes = GarmentFolder.write(shop, 12, folder, progress);
    }

    assertThat(GarmentFolder.isTaken(folder)).isTrue();
    List<String> rows = Files.readAllLines(folder.resolve("metadata.jsonl"));
    assertThat(rows).hasSize(12);
    long files = 0;
    for (int index = 0; index < rows.size(); index++) {
      JsonNode row = new ObjectMapper().readTree(rows.get(index));
      Offer offer = shop.offer(index);
      assertThat(row.get("id").asText()).isEqualTo(offer.id());
      assertThat(row.get("title").asText()).isEqualTo(offer.title());
      byte[] file = Files.readAllBytes(folder.resolve(row.get("file_name").asText()));
      assertThat(file).isEqualTo(shop.image(offer));
      files += file.length;
    }
    assertThat(bytes).isEqualTo(files);
  }
}

package io.cmaclip.trainer.cli;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** 160 listings whose colour only the image shows, and a recipe that learns it within a second. */
final class ColouredListings {
  static final String RECIPE =
      """
      {"preset": "garments", "name": "tiny",
       "architecture": {
         "image": {"height": 16, "width": 16, "stem": "conv", "patch": 8, "hidden": 16, "layers": 1, "heads": 2},
         "text": {"vocabulary": 540, "context": 10, "hidden": 16, "layers": 1, "heads": 2},
         "projection": 16, "sequenceAttention": {"layers": 1, "heads": 2}, "headHidden": 16},
       "stages": {"contrastive": {"epochs": 1, "batch": 32}, "end-to-end": {"epochs": 4, "batch": 16}}}
      """;

  private ColouredListings() {}

  /** Images, {@code metadata.jsonl} and {@code tiny.json}. */
  static void write(Path folder) throws IOException {
    Random random = new Random(2);
    StringBuilder rows = new StringBuilder();
    List<String> colours = List.of("red", "green", "blue");
    List<Color> shown = List.of(Color.RED, Color.GREEN, Color.BLUE);
    for (int i = 0; i < 160; i++) {
      int colour = random.nextInt(3);
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 256; p++) {
        int grain = random.nextInt(60);
        image.setRGB(p % 16, p / 16, shown.get(colour).getRGB() ^ grain);
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      rows.append(
          "{\"id\":\"%d\",\"file_name\":\"%d.png\",\"title\":\"dress number %d\",\"colour\":\"%s\"}\n"
              .formatted(i, i, i, colours.get(colour)));
    }
    Files.writeString(folder.resolve("metadata.jsonl"), rows);
    Files.writeString(folder.resolve("tiny.json"), RECIPE);
  }
}

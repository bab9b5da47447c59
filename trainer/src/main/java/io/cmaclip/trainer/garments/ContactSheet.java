package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** One image of the first sixty listings with their labels. */
public final class ContactSheet {
  private static final int COLUMNS = 12;
  private static final int ROWS = 5;
  private static final int GAP = 6;
  private static final int CAPTION = 36;

  private ContactSheet() {}

  /** Writes the PNG. */
  public static void write(GarmentShop shop, Path file) throws IOException {
    int cellWidth = Photograph.WIDTH + GAP;
    int cellHeight = Photograph.HEIGHT + CAPTION + GAP;
    BufferedImage sheet =
        new BufferedImage(
            COLUMNS * cellWidth + GAP, ROWS * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    for (int i = 0; i < COLUMNS * ROWS; i++) {
      Offer offer = shop.offer(i);
      int x = GAP + i % COLUMNS * cellWidth;
      int y = GAP + i / COLUMNS * cellHeight;
      g.drawImage(ImageIO.read(new ByteArrayInputStream(shop.image(offer))), x, y, null);
      g.setColor(offer.noise() == Noise.NONE ? Color.DARK_GRAY : new Color(0xB02020));
      int line = y + Photograph.HEIGHT + 11;
      for (Label label : offer.garment().labels()) {
        g.drawString(label.label(), x, line);
        line += 11;
      }
    }
    g.dispose();
    Path parent = file.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    ImageIO.write(sheet, "png", file.toFile());
  }
}

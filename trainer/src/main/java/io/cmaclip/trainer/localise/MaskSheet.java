package io.cmaclip.trainer.localise;

import io.cmaclip.trainer.garments.GarmentShop;
import io.cmaclip.trainer.garments.Part;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/** One image of test pairs: image, text, true mask and the masks that each fusion finds. */
public final class MaskSheet {
  private static final int EXAMPLES = 10;
  private static final int WIDE = 72;
  private static final int TALL = 96;
  private static final int GAP = 6;
  private static final int HEAD = 34;

  private MaskSheet() {}

  /** Indices of the first images with three texts, then of other parts. */
  static List<Integer> examples(List<MaskPair> test) {
    List<Integer> chosen = new ArrayList<>();
    Set<Part> shown = EnumSet.noneOf(Part.class);
    for (int i = 0; i < test.size() && chosen.size() < EXAMPLES; i++) {
      MaskPair pair = test.get(i);
      boolean first = pair.scene() == test.get(0).scene();
      if (shown.add(pair.part()) || first) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  static byte[] levels(float[] probabilities) {
    byte[] levels = new byte[probabilities.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(probabilities[i] * 255);
    }
    return levels;
  }

  /**
   * Writes the PNG.
   *
   * @param results of one seed, by fusion
   */
  public static void write(
      MaskTrials trials, Map<MaskFusion, List<MaskTrials.Result>> results, Path file)
      throws IOException {
    List<Integer> examples = examples(trials.test());
    int columns = 2 + results.size();
    int captions = 130;
    BufferedImage sheet =
        new BufferedImage(
            captions + columns * (WIDE + GAP) + GAP,
            HEAD + examples.size() * (TALL + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    GarmentShop shop = new GarmentShop(MaskTrials.TEST_SEED);
    for (int row = -1; row < examples.size(); row++) {
      int y = row < 0 ? 0 : HEAD + row * (TALL + GAP);
      MaskPair pair = trials.test().get(examples.get(Math.max(0, row)));
      g.setColor(Color.DARK_GRAY);
      if (row < 0) {
        title(g, "image", captions);
        title(g, "true mask", captions + WIDE + GAP);
      } else {
        g.drawString("“" + pair.words() + "”", GAP, y + TALL / 2);
        byte[] image = shop.scene(pair.scene()).image();
        g.drawImage(ImageIO.read(new ByteArrayInputStream(image)), captions, y, WIDE, TALL, null);
        draw(g, truth(pair.mask()), trials.maskColumns(), captions + WIDE + GAP, y);
      }
      int x = captions + 2 * (WIDE + GAP);
      for (Map.Entry<MaskFusion, List<MaskTrials.Result>> entry : results.entrySet()) {
        if (row < 0) {
          title(g, entry.getKey().toString(), x);
        } else {
          draw(g, entry.getValue().get(0).masks().get(row), trials.maskColumns(), x, y);
        }
        x += WIDE + GAP;
      }
    }
    g.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(sheet, "png", file.toFile());
  }

  /** At most two lines. */
  private static void title(Graphics2D g, String text, int x) {
    int cut = text.indexOf('-') + 1;
    g.drawString(text.substring(0, cut), x, 13);
    g.drawString(text.substring(cut), x, 27);
  }

  private static byte[] truth(boolean[] mask) {
    byte[] levels = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      levels[i] = (byte) (mask[i] ? 255 : 0);
    }
    return levels;
  }

  /** Masks have the proportions of the model's image, which is stretched. */
  private static void draw(Graphics2D g, byte[] levels, int columns, int x, int y) {
    BufferedImage mask =
        new BufferedImage(columns, levels.length / columns, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < levels.length; i++) {
      mask.setRGB(i % columns, i / columns, (levels[i] & 255) * 0x010101);
    }
    g.drawImage(mask, x, y, WIDE, TALL, null);
  }
}

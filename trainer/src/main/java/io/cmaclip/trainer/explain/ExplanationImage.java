package io.cmaclip.trainer.explain;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.prediction.TaskPrediction;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Draws the image at the resolution of the model, the same under a heat map of the attention, and a
 * bar for the image weight of each task. Used by one thread.
 */
public final class ExplanationImage {
  private static final int MARGIN = 24;
  private static final int HEAD = 64;
  private static final int TALL = 420;
  private static final int BARS = 380;
  private static final int ROW = 62;
  private static final int BAR = 14;
  private static final Color IMAGE = new Color(0x2563eb);
  private static final Color TITLE = new Color(0xf59e0b);
  private static final Color INK = new Color(0x18181b);
  private static final Lettering HEADLINE = new Lettering(INK, Font.BOLD, 18);
  private static final Lettering CAPTION = new Lettering(new Color(0x52525b), Font.PLAIN, 13);
  private static final Lettering IMAGE_LEGEND = new Lettering(IMAGE, Font.BOLD, 13);
  private static final Lettering TITLE_LEGEND = new Lettering(TITLE, Font.BOLD, 13);
  private static final Lettering ANSWER = new Lettering(INK, Font.PLAIN, 14);
  private static final Lettering BAR_LABEL = new Lettering(Color.WHITE, Font.BOLD, 11);

  private final ImageEncoder encoder;

  public ExplanationImage(ImageEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Draws an explanation.
   *
   * @param levels of the image
   * @param heat one number per patch, row by row, in any range
   * @param caption the tokens whose attention is shown
   */
  public BufferedImage draw(
      byte[] levels, double[] heat, String title, String caption, List<TaskPrediction> tasks) {
    int wide = TALL * encoder.width() / encoder.height();
    int width = 4 * MARGIN + 2 * wide + BARS;
    int height = HEAD + Math.max(TALL, ROW * tasks.size() + ROW) + 2 * MARGIN;
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = canvas.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    text(g, HEADLINE, title, MARGIN, MARGIN + 14, width - 2 * MARGIN);
    text(g, CAPTION, caption, MARGIN, MARGIN + 36, width - 2 * MARGIN);
    BufferedImage image = LevelsImage.of(levels, encoder.height(), encoder.width());
    g.drawImage(image, MARGIN, HEAD + MARGIN, wide, TALL, null);
    g.drawImage(image, 2 * MARGIN + wide, HEAD + MARGIN, wide, TALL, null);
    g.drawImage(heatMap(heat), 2 * MARGIN + wide, HEAD + MARGIN, wide, TALL, null);
    bars(g, tasks, 3 * MARGIN + 2 * wide, HEAD + MARGIN);
    g.dispose();
    return canvas;
  }

  /** One pixel per patch, from faint blue for the smallest product to red for the largest. */
  private BufferedImage heatMap(double[] heat) {
    int columns = encoder.width() / encoder.patch();
    int rows = encoder.height() / encoder.patch();
    double least = Arrays.stream(heat).min().orElse(0);
    double most = Arrays.stream(heat).max().orElse(1);
    BufferedImage map = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < heat.length; i++) {
      double share = most > least ? (heat[i] - least) / (most - least) : 0;
      Color hue = Color.getHSBColor((float) ((1 - share) * 0.62), 1, 1);
      int alpha = (int) Math.round(70 + 120 * share);
      map.setRGB(i % columns, i / columns, alpha << 24 | (hue.getRGB() & 0xFFFFFF));
    }
    return map;
  }

  private static void bars(Graphics2D g, List<TaskPrediction> tasks, int left, int top) {
    text(g, IMAGE_LEGEND, "weight of the image", left, top + 12, BARS);
    text(g, TITLE_LEGEND, "of the title", left + 170, top + 12, BARS);
    int y = top + ROW / 2;
    for (TaskPrediction task : tasks) {
      String answer =
          String.format(Locale.ROOT, "%s: %s  %.2f", task.task(), task.label(), task.confidence());
      text(g, ANSWER, answer, left, y + 16, BARS);
      int share = (int) Math.round(BARS * task.imageWeight());
      g.setColor(TITLE);
      g.fillRect(left, y + 24, BARS, BAR);
      g.setColor(IMAGE);
      g.fillRect(left, y + 24, share, BAR);
      String weight = String.format(Locale.ROOT, "%.2f", task.imageWeight());
      text(g, BAR_LABEL, weight, left + 4, y + 24 + BAR - 3, BARS);
      y += ROW;
    }
  }

  /** One line of text, truncated to the width. */
  private static void text(Graphics2D g, Lettering lettering, String text, int x, int y, int room) {
    g.setColor(lettering.colour());
    g.setFont(lettering.font());
    FontMetrics metrics = g.getFontMetrics();
    String shown = text;
    while (metrics.stringWidth(shown) > room && shown.length() > 1) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    g.drawString(shown, x, y);
  }

  private record Lettering(Color colour, Font font) {
    Lettering(Color colour, int style, int size) {
      this(colour, new Font(Font.SANS_SERIF, style, size));
    }
  }
}

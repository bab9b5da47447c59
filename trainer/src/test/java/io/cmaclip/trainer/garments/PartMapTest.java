package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartMapTest {
  private static final int WIDTH = Photograph.CANVAS_WIDTH;
  private static final int HEIGHT = Photograph.CANVAS_HEIGHT;
  private static final Color BLANK = Color.MAGENTA;

  private final PartMap parts = new PartMap(WIDTH, HEIGHT);
  private final BufferedImage canvas = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

  /** A painting on a blank canvas. */
  private interface Painting {
    void paint(Pen pen, Cut cut, Draw draw);
  }

  private void paint(Painting painting, long seed) {
    Draw draw = Draw.of(seed, 0);
    Garment garment = Garment.draw(draw);
    Cut cut = Cuts.of(garment.style(), draw);
    Figure figure = Figure.draw(draw, cut);
    AffineTransform camera = Photograph.camera(cut, draw);
    Graphics2D g = Photograph.smoothGraphics(canvas);
    g.setPaint(BLANK);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    parts.mark(Part.BACKDROP, new Rectangle(WIDTH, HEIGHT));
    painting.paint(new Pen(g, figure, camera, parts, Part.BODY), cut, draw);
    g.dispose();
  }

  @Test
  void whatIsPaintedLiesWithinTheMasksAndFillsThem() {
    Set<Part> seen = EnumSet.noneOf(Part.class);
    List<Painting> paintings =
        List.of(
            (pen, cut, draw) -> {
              Props props = new Props(pen, draw);
              props.paint();
              props.stickers(WIDTH, HEIGHT);
            },
            (pen, cut, draw) -> {
              FigurePainter body = new FigurePainter(pen, draw);
              body.paintBehind();
              body.paintArms(false);
            },
            (pen, cut, draw) -> {
              Wear wear = Wear.of(cut, pen.figure(), draw);
              Garment garment = Garment.draw(draw);
              DressPainter dress = new DressPainter(garment, cut, wear, pen.of(Part.DRESS), draw);
              dress.paintBehind();
              dress.paintBody();
              dress.paintSleeves();
            });
    for (Painting painting : paintings) {
      for (long seed = 0; seed < 120; seed++) {
        paint(painting, seed);
        boolean[] blank = parts.mask(Part.BACKDROP, HEIGHT, WIDTH);
        assertThat(mismatches(blank)).as("pixels, seed %d", seed).isLessThan(60);
        seen.addAll(parts.visible());
      }
    }
    // Hats are mostly above the image.
    assertThat(seen).containsAll(EnumSet.complementOf(EnumSet.of(Part.HAT)));
  }

  @Test
  void laterPartsHideEarlierOnes() {
    parts.mark(Part.DRESS, new Rectangle(0, 0, WIDTH, HEIGHT / 2));
    parts.mark(Part.BELT, new Rectangle(0, 0, WIDTH, HEIGHT / 4));
    parts.mark(Part.BAG, new Rectangle(0, 0, WIDTH / 2, HEIGHT / 4));

    assertThat(parts.mask(Part.BAG, 4, 2))
        .containsExactly(true, false, false, false, false, false, false, false);
    assertThat(parts.mask(Part.BELT, 4, 2))
        .containsExactly(false, true, false, false, false, false, false, false);
    assertThat(parts.mask(Part.DRESS, 4, 2))
        .as("with what is sewn to it")
        .containsExactly(false, true, true, true, false, false, false, false);
  }

  @Test
  void masksDoNotChangeTheImage() {
    GarmentShop shop = new GarmentShop(5);
    for (int index = 0; index < 30; index++) {
      Scene scene = shop.scene(index);
      assertThat(scene.image()).isEqualTo(shop.image(shop.offer(index)));
      assertThat(scene.parts().mask(Part.DRESS, 8, 6)).contains(true);
    }
  }

  @Test
  void namedWordsAreThoseOfTheTitle() {
    GarmentShop shop = new GarmentShop(5);
    int named = 0;
    for (int index = 0; index < 50; index++) {
      Scene scene = shop.scene(index);
      scene.named().forEach((task, word) -> assertThat(scene.title()).containsIgnoringCase(word));
      named += scene.named().containsKey("colour") ? 1 : 0;
    }
    assertThat(named).isBetween(20, 45);
  }

  /** Marked pixels that are not painted and painted ones that are not marked, without edges. */
  private int mismatches(boolean[] blank) {
    int count = 0;
    for (int y = 2; y < HEIGHT - 2; y++) {
      for (int x = 2; x < WIDTH - 2; x++) {
        int painted = difference(new Color(canvas.getRGB(x, y)));
        // Threads thinner than a pixel are faint or have gaps in their mask.
        boolean wrong = blank[y * WIDTH + x] ? painted > 128 : painted == 0;
        // Smooth edges and outlines reach up to two pixels beyond the shape.
        count += wrong && !isEdge(blank, x, y) ? 1 : 0;
      }
    }
    return count;
  }

  /** From the blank canvas, 0 to 255. */
  private static int difference(Color colour) {
    int red = BLANK.getRed() - colour.getRed();
    int blue = BLANK.getBlue() - colour.getBlue();
    return Math.max(Math.max(red, blue), colour.getGreen());
  }

  /** Whether blank and painted masks are within two pixels. */
  private static boolean isEdge(boolean[] blank, int x, int y) {
    boolean marked = false;
    boolean unmarked = false;
    for (int dy = -2; dy <= 2; dy++) {
      for (int dx = -2; dx <= 2; dx++) {
        boolean here = blank[(y + dy) * WIDTH + x + dx];
        marked |= !here;
        unmarked |= here;
      }
    }
    return marked && unmarked;
  }
}

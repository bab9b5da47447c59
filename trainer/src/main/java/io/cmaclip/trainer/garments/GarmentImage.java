package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Draws one garment from scratch: cut, figure, backdrop, dress, props, light. */
final class GarmentImage {
  private GarmentImage() {}

  /** The image as a JPEG file of {@link Photograph#WIDTH} x {@link Photograph#HEIGHT} pixels. */
  static byte[] render(Garment garment, Draw draw) {
    Cut cut = Cuts.of(garment.style(), draw.fork());
    Figure figure = Figure.draw(draw.fork(), cut);
    AffineTransform camera = Photograph.camera(cut, draw.fork());
    int width = Photograph.CANVAS_WIDTH;
    int height = Photograph.CANVAS_HEIGHT;
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = canvas.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);

    new Backdrop(draw.fork(), g, width, height).paint();
    Wear wear = Wear.of(cut, figure, draw.fork());
    shadow(g, wear, figure, camera, draw.fork());
    DressPainter dress = new DressPainter(garment, cut, figure, wear, draw.fork(), camera);
    FigurePainter body = new FigurePainter(figure, draw.fork(), camera, g);
    boolean sleeved = !wear.sleeves().isEmpty();
    dress.paintBehind(g);
    body.paintBehind();
    if (!sleeved) {
      body.paintArms(false);
    }
    dress.paintBody(g);
    body.paintArms(!sleeved);
    dress.paintSleeves(g);
    Props props = new Props(figure, draw.fork(), camera, g);
    props.paint();
    props.stickers(width, height);
    g.dispose();
    Draw light = draw.fork();
    return Photograph.jpeg(Photograph.develop(canvas, light), light.between(.55, .92));
  }

  private static void shadow(
      Graphics2D g, Wear wear, Figure figure, AffineTransform camera, Draw draw) {
    if (draw.chance(.5)) {
      double down = draw.between(1, 3);
      double aside = draw.between(1.5, 4) * draw.sign();
      Shape cast = figure.pose(wear.silhouette());
      for (int step = 0; step < 3; step++) {
        AffineTransform moved = new AffineTransform(camera);
        moved.translate(aside * (1 + step * .2), down);
        g.setPaint(Tint.fade(Color.BLACK, .07));
        g.fill(moved.createTransformedShape(cast));
      }
    }
  }
}

package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Renders one garment: cut, figure, backdrop, dress, props, light. */
final class GarmentImage {
  private GarmentImage() {}

  /** The image as a JPEG file of {@link Photograph#WIDTH} x {@link Photograph#HEIGHT} pixels. */
  static byte[] render(Garment garment, Draw draw) {
    return render(garment, draw, null);
  }

  /** The same image; {@code parts}, of the size of the canvas, is marked if it is not null. */
  static byte[] render(Garment garment, Draw draw, PartMap parts) {
    Cut cut = Cuts.of(garment.style(), draw.fork());
    Figure figure = Figure.draw(draw.fork(), cut);
    AffineTransform camera = Photograph.camera(cut, draw.fork());
    int width = Photograph.CANVAS_WIDTH;
    int height = Photograph.CANVAS_HEIGHT;
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = Photograph.smoothGraphics(canvas);
    Pen pen = new Pen(g, figure, camera, parts, Part.BODY);

    new Backdrop(draw.fork(), g, width, height).paint();
    Wear wear = Wear.of(cut, figure, draw.fork());
    shadow(pen, wear, draw.fork());
    DressPainter dress = new DressPainter(garment, cut, wear, pen.of(Part.DRESS), draw.fork());
    FigurePainter body = new FigurePainter(pen, draw.fork());
    boolean sleeved = !wear.sleeves().isEmpty();
    dress.paintBehind();
    body.paintBehind();
    if (!sleeved) {
      body.paintArms(false);
    }
    dress.paintBody();
    body.paintArms(!sleeved);
    dress.paintSleeves();
    Props props = new Props(pen, draw.fork());
    props.paint();
    props.stickers(width, height);
    g.dispose();
    Draw light = draw.fork();
    return Photograph.jpeg(Photograph.develop(canvas, light), light.between(.55, .92));
  }

  private static void shadow(Pen pen, Wear wear, Draw draw) {
    if (draw.chance(.5)) {
      double down = draw.between(1, 3);
      double aside = draw.between(1.5, 4) * draw.sign();
      Shape cast = pen.figure().pose(wear.silhouette());
      for (int step = 0; step < 3; step++) {
        AffineTransform moved = new AffineTransform(pen.camera());
        moved.translate(aside * (1 + step * .2), down);
        pen.g().setPaint(Tint.fade(Color.BLACK, .07));
        pen.g().fill(moved.createTransformedShape(cast));
      }
    }
  }
}

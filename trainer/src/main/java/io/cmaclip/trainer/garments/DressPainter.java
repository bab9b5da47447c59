package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.polygon;
import static io.cmaclip.trainer.garments.Shapes.rect;

import io.cmaclip.trainer.garments.Cut.Skirt;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** Draws the pieces of one dress with fabric, shading and trimmings. Used by one thread, once. */
final class DressPainter {
  private static final Rectangle2D CANVAS =
      new Rectangle2D.Double(0, 0, Photograph.CANVAS_WIDTH, Photograph.CANVAS_HEIGHT);

  private final Garment garment;
  private final Cut cut;
  private final Wear wear;
  private final Pen pen;
  private final Figure figure;
  private final Dyes dyes;
  private final Draw draw;
  private final double seam;
  private final BufferedImage fabric;
  private final BufferedImage shade;

  DressPainter(Garment garment, Cut cut, Wear wear, Pen pen, Draw draw) {
    this.garment = garment;
    this.cut = cut;
    this.wear = wear;
    this.pen = pen;
    this.figure = pen.figure();
    this.draw = draw;
    this.seam = figure.half(cut.waistY()) + cut.waistEase();
    this.dyes = Dyes.draw(garment.colour(), draw);
    this.fabric = layer(g -> new Fabric(garment, dyes, draw).paint(g));
    this.shade = layer(this::shade);
  }

  /** The part of the skirt behind the legs. */
  void paintBehind() {
    if (wear.back() != null) {
      piece(new Wear.Piece(Part.DRESS, wear.back()), .42);
    }
  }

  void paintBody() {
    wear.straps().forEach(strap -> pen.of(Part.STRAPS).fill(strap, Tint.darker(dyes.base(), .1)));
    piece(new Wear.Piece(Part.DRESS, wear.body()), 0);
    AffineTransform down = AffineTransform.getTranslateInstance(0, .9);
    for (Wear.Piece over : wear.over()) {
      pen.fill(down.createTransformedShape(over.shape()), Tint.fade(Color.BLACK, .28));
      piece(over, 0);
    }
    new Trimmings(garment, cut, pen, dyes, draw).paint();
  }

  void paintSleeves() {
    wear.sleeves().forEach(sleeve -> piece(new Wear.Piece(Part.SLEEVES, sleeve), .05));
  }

  private void piece(Wear.Piece piece, double darkness) {
    Graphics2D g = pen.g();
    Shape cloth = pen.posed(piece.shape());
    pen.of(piece.part()).mark(cloth);
    g.setPaint(new TexturePaint(fabric, CANVAS));
    g.fill(cloth);
    g.setPaint(new TexturePaint(shade, CANVAS));
    g.fill(cloth);
    if (darkness > 0) {
      g.setPaint(Tint.fade(Color.BLACK, darkness));
      g.fill(cloth);
    }
    boolean dark = Tint.luma(dyes.base()) < .2;
    g.setStroke(new BasicStroke(1.3f));
    g.setPaint(
        Tint.fade(dark ? new Color(0x8A8A90) : Tint.darker(dyes.base(), .6), dark ? .4 : .5));
    g.draw(cloth);
  }

  private void shade(Graphics2D g) {
    double dark = Tint.luma(dyes.base()) < .2 ? .5 : 1;
    boolean flared = cut.skirt() == Skirt.FLARED || cut.skirt() == Skirt.FULL;
    int folds = flared ? 5 + draw.below(5) : 2 + draw.below(3);
    double top = flared ? cut.waistY() : cut.waistY() - 6;
    for (int fold = 0; fold < folds; fold++) {
      double across = draw.between(-.95, .95);
      wedge(
          g,
          new Line2D.Double(across * seam, top, across * cut.hem(), cut.hemY() + 2),
          draw.between(1, 2.4),
          Tint.fade(Color.BLACK, draw.between(.09, .22)));
      double beside = across + draw.between(.06, .14);
      wedge(
          g,
          new Line2D.Double(beside * seam, top, beside * cut.hem(), cut.hemY() + 2),
          draw.between(.8, 1.8),
          Tint.fade(Color.WHITE, draw.between(.08, .2) * dark));
    }
    for (int crease = 0; crease < 4; crease++) {
      double y = draw.between(28, 50);
      double side = draw.sign();
      wedge(
          g,
          new Line2D.Double(
              side * seam * 1.3, y, side * draw.between(0, 3), y + draw.between(-3, 3)),
          .5,
          Tint.fade(Color.BLACK, .16));
    }
    sides(g);
    if (garment.colour().metallic()) {
      glints(g);
    }
  }

  /** Darker towards both sides, more so away from the light. */
  private void sides(Graphics2D g) {
    double lit = draw.between(-.08, .08);
    for (int band = 0; band < 5; band++) {
      for (int side : new int[] {-1, 1}) {
        double from = .5 + band * .1;
        g.setPaint(Tint.fade(Color.BLACK, Math.max(.01, .055 + lit * side * .5)));
        Outline edge = new Outline();
        for (double y = 14; y <= 100; y += 4) {
          edge.to(side * widthAt(y) * from, y);
        }
        edge.to(side * 80, 100).to(side * 80, 14);
        g.fill(figure.pose(edge.closed()));
      }
    }
  }

  private double widthAt(double y) {
    if (y <= cut.waistY()) {
      return Math.max(figure.half(y), seam);
    }
    double share = Math.min(1, (y - cut.waistY()) / (cut.hemY() - cut.waistY()));
    return Math.max(seam + (cut.hem() - seam) * share, figure.half(y) * .95);
  }

  /** Sharp light and dark reflections of gold and silver. */
  private void glints(Graphics2D g) {
    int glints = 12 + draw.below(6);
    for (int glint = 0; glint < glints; glint++) {
      double y = draw.between(20, cut.hemY());
      double x = draw.between(-1, 1) * widthAt(y);
      double length = draw.between(5, 15);
      boolean light = glint % 3 != 0;
      wedge(
          g,
          new Line2D.Double(x, y, x + draw.between(-5, 5), y + length),
          draw.between(1.2, 3),
          light
              ? Tint.fade(Color.WHITE, draw.between(.45, .85))
              : Tint.fade(Color.BLACK, draw.between(.2, .4)));
    }
    g.setPaint(Tint.fade(Color.WHITE, .9));
    for (int sparkle = 0; sparkle < 70; sparkle++) {
      double y = draw.between(18, cut.hemY());
      double x = draw.between(-1, 1) * widthAt(y);
      g.fill(rect(x, y, .75, .75));
    }
  }

  /** A triangle along an axis, {@code spread} wide at the end. */
  private void wedge(Graphics2D g, Line2D axis, double spread, Color colour) {
    g.setPaint(colour);
    double half = spread / 2;
    double x = axis.getX2();
    double y = axis.getY2();
    g.fill(figure.pose(polygon(axis.getX1(), axis.getY1(), x - half, y, x + half, y)));
  }

  private BufferedImage layer(Consumer<Graphics2D> painting) {
    BufferedImage image =
        new BufferedImage(
            Photograph.CANVAS_WIDTH, Photograph.CANVAS_HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = Photograph.smoothGraphics(image);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.setTransform(pen.camera());
    painting.accept(g);
    g.dispose();
    return image;
  }
}

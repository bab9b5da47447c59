package io.cmaclip.trainer.garments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Things that are not for sale: bag, hat, necklace, scarf, and the shop's own stickers. */
final class Props {
  private final Figure figure;
  private final Draw draw;
  private final AffineTransform camera;
  private final Graphics2D g;

  Props(Figure figure, Draw draw, AffineTransform camera, Graphics2D g) {
    this.figure = figure;
    this.draw = draw;
    this.camera = camera;
    this.g = g;
  }

  void paint() {
    if (figure.kind() == Figure.Kind.PERSON) {
      if (draw.chance(.12)) {
        bag();
      }
      if (draw.chance(.08)) {
        hat();
      }
    }
    if (figure.kind() != Figure.Kind.HANGER && draw.chance(.15)) {
      g.setStroke(new BasicStroke(1.6f));
      g.setPaint(draw.pick(new Color(0xE0C46C), new Color(0xE8E8EE), new Color(0xB53A4A)));
      g.draw(posed(new Arc2D.Double(-3, 13.5, 6, 9.5, 180, 180, Arc2D.OPEN)));
    }
  }

  /** In canvas pixels, over everything. */
  void stickers(double width, double height) {
    if (draw.chance(.05)) {
      double size = width * draw.between(.16, .26);
      double x = draw.chance(.5) ? 4 : width - size - 4;
      double y = draw.chance(.6) ? 4 : height - size - 4;
      g.setPaint(any(.85, .9));
      g.fill(new Ellipse2D.Double(x, y, size, size));
      g.setPaint(Color.WHITE);
      g.fill(new Rectangle2D.Double(x + size * .2, y + size * .36, size * .6, size * .09));
      g.fill(new Rectangle2D.Double(x + size * .28, y + size * .54, size * .44, size * .09));
    }
    if (draw.chance(.06)) {
      g.setPaint(any(.6, .8));
      g.setStroke(new BasicStroke((float) (width * .05)));
      g.draw(new Rectangle2D.Double(0, 0, width, height));
    }
  }

  private void bag() {
    int side = draw.sign();
    Figure.Arm arm = side > 0 ? figure.right() : figure.left();
    Color leather = any(draw.between(.1, .85), draw.between(.15, .95));
    double x = side * arm.wristX();
    double y = arm.wristY() + 4;
    double w = draw.between(7, 11);
    g.setStroke(new BasicStroke(2));
    g.setPaint(Tint.darker(leather, .3));
    g.draw(posed(new Arc2D.Double(x - w * .3, y - 4.5, w * .6, 9, 0, 180, Arc2D.OPEN)));
    fill(new RoundRectangle2D.Double(x - w / 2, y, w, w * draw.between(.6, .95), 2, 2), leather);
    fill(new Rectangle2D.Double(x - w / 2, y + w * .2, w, .6), Tint.darker(leather, .3));
  }

  private void hat() {
    Color felt = any(draw.between(.1, .7), draw.between(.2, .9));
    fill(new Ellipse2D.Double(-8.5, .2, 17, 4.4), felt);
    fill(new RoundRectangle2D.Double(-4.6, -4.6, 9.2, 7.6, 4, 4), Tint.darker(felt, .08));
    fill(new Rectangle2D.Double(-4.6, .6, 9.2, 1.2), Tint.darker(felt, .5));
  }

  private Color any(double saturation, double brightness) {
    return Color.getHSBColor((float) draw.between(0, 1), (float) saturation, (float) brightness);
  }

  private Shape posed(Shape shape) {
    return camera.createTransformedShape(figure.pose(shape));
  }

  private void fill(Shape shape, Color colour) {
    g.setPaint(colour);
    g.fill(posed(shape));
  }
}

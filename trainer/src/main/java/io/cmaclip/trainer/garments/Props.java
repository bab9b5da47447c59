package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.oval;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.RoundRectangle2D;

/** Distractors that are not for sale: bag, hat, necklace, the shop's stickers. */
final class Props {
  private final Pen pen;
  private final Figure figure;
  private final Draw draw;
  private final Graphics2D g;

  Props(Pen pen, Draw draw) {
    this.pen = pen;
    this.figure = pen.figure();
    this.draw = draw;
    this.g = pen.g();
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
      Color necklace = draw.colour(0xE0C46C, 0xE8E8EE, 0xB53A4A);
      pen.of(Part.NECKLACE)
          .draw(1.6, new Arc2D.Double(-3, 13.5, 6, 9.5, 180, 180, Arc2D.OPEN), necklace);
    }
  }

  /** In canvas pixels, over everything. */
  void stickers(double width, double height) {
    if (draw.chance(.05)) {
      double size = width * draw.between(.16, .26);
      double x = draw.chance(.5) ? 4 : width - size - 4;
      double y = draw.chance(.6) ? 4 : height - size - 4;
      Shape sticker = oval(x, y, size, size);
      g.setPaint(draw.hue(.85, .9));
      g.fill(sticker);
      pen.of(Part.STICKER).mark(sticker);
      g.setPaint(Color.WHITE);
      g.fill(rect(x + size * .2, y + size * .36, size * .6, size * .09));
      g.fill(rect(x + size * .28, y + size * .54, size * .44, size * .09));
    }
    if (draw.chance(.06)) {
      BasicStroke frame = new BasicStroke((float) (width * .05));
      g.setPaint(draw.hue(.6, .8));
      g.setStroke(frame);
      g.draw(rect(0, 0, width, height));
      pen.of(Part.FRAME).mark(frame.createStrokedShape(rect(0, 0, width, height)));
    }
  }

  private void bag() {
    int side = draw.sign();
    Figure.Arm arm = side > 0 ? figure.right() : figure.left();
    Color leather = draw.hue(draw.between(.1, .85), draw.between(.15, .95));
    double x = side * arm.wristX();
    double y = arm.wristY() + 4;
    double w = draw.between(7, 11);
    Shape handle = new Arc2D.Double(x - w * .3, y - 4.5, w * .6, 9, 0, 180, Arc2D.OPEN);
    Pen bag = pen.of(Part.BAG);
    bag.draw(2, handle, Tint.darker(leather, .3));
    bag.fill(
        new RoundRectangle2D.Double(x - w / 2, y, w, w * draw.between(.6, .95), 2, 2), leather);
    bag.fill(rect(x - w / 2, y + w * .2, w, .6), Tint.darker(leather, .3));
  }

  private void hat() {
    Color felt = draw.hue(draw.between(.1, .7), draw.between(.2, .9));
    Pen hat = pen.of(Part.HAT);
    hat.fill(oval(-8.5, .2, 17, 4.4), felt);
    hat.fill(new RoundRectangle2D.Double(-4.6, -4.6, 9.2, 7.6, 4, 4), Tint.darker(felt, .08));
    hat.fill(rect(-4.6, .6, 9.2, 1.2), Tint.darker(felt, .5));
  }
}

package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.disc;
import static io.cmaclip.trainer.garments.Shapes.polygon;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/** One large motif on the chest, often above lines of writing. */
final class GraphicPrint {
  private GraphicPrint() {}

  static void paint(Graphics2D g, Dyes dyes, Draw draw) {
    double radius = draw.between(4.4, 5.8);
    double y = draw.between(31.5, 34);
    Color ink = dyes.accent();
    Color second = dyes.second();
    g.setPaint(ink);
    switch (draw.below(6)) {
      case 0 -> g.fill(star(y, radius));
      case 1 -> g.fill(heart(y, radius));
      case 2 -> {
        g.fill(disc(0, y, radius));
        g.setPaint(second);
        g.fill(disc(0, y, radius * .62));
        g.setPaint(ink);
        g.fill(star(y, radius * .5));
      }
      case 3 -> {
        g.fill(disc(0, y, radius));
        g.setPaint(dyes.base());
        g.fill(disc(-radius * .36, y - radius * .25, radius * .17));
        g.fill(disc(radius * .36, y - radius * .25, radius * .17));
        g.setStroke(new BasicStroke((float) (radius * .17)));
        g.draw(
            new Arc2D.Double(
                -radius * .55, y - radius * .55, radius * 1.1, radius * 1.1, 200, 140, Arc2D.OPEN));
      }
      case 4 -> {
        g.fill(disc(0, y + .4, radius * .85));
        for (int side : new int[] {-1, 1}) {
          double x = side * radius;
          g.fill(polygon(x * .8, y, x * .85, y - radius * 1.1, x * .1, y - radius * .6));
          g.setPaint(second);
          g.fill(disc(x * .33, y, radius * .16));
          g.setPaint(ink);
        }
      }
      default -> {
        g.fill(rect(-radius, y - radius * .8, radius * 2, radius * 1.6));
        g.setPaint(second);
        double foot = y + radius * .8;
        g.fill(polygon(-radius, foot, -radius * .2, y - radius * .4, radius * .5, foot));
        g.fill(disc(radius * .5, y - radius * .35, radius * .25));
      }
    }
    if (draw.chance(.7)) {
      g.setPaint(ink);
      int lines = 1 + draw.below(2);
      for (int line = 0; line < lines; line++) {
        writing(g, y + radius + 1.4 + line * 2.2, radius * draw.between(.8, 1.2), draw);
      }
    }
  }

  private static void writing(Graphics2D g, double y, double half, Draw draw) {
    double x = -half;
    while (x < half) {
      double letter = draw.between(.7, 1.3);
      g.fill(rect(x, y - draw.between(0, .4), letter, 1.3));
      x += letter + .45;
    }
  }

  private static Shape star(double y, double radius) {
    Outline star = new Outline();
    for (int point = 0; point < 10; point++) {
      double r = point % 2 == 0 ? radius : radius * .45;
      double angle = point * Math.PI / 5 - Math.PI / 2;
      star.to(Math.cos(angle) * r, y + Math.sin(angle) * r);
    }
    return star.closed();
  }

  private static Shape heart(double y, double r) {
    Path2D heart = new Path2D.Double();
    heart.moveTo(0, y + r);
    heart.curveTo(-r * 1.6, y - r * .2, -r * .9, y - r * 1.3, 0, y - r * .4);
    heart.curveTo(r * .9, y - r * 1.3, r * 1.6, y - r * .2, 0, y + r);
    heart.closePath();
    return heart;
  }
}

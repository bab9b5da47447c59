package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.disc;
import static io.cmaclip.trainer.garments.Shapes.oval;
import static io.cmaclip.trainer.garments.Shapes.polygon;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/** Fills the canvas with the pattern of a garment; it is the texture of the dress's pieces. */
final class Fabric {
  private static final Shape CLOTH = rect(-70, -20, 140, 150);

  private final Garment garment;
  private final Dyes dyes;
  private final Draw draw;

  Fabric(Garment garment, Dyes dyes, Draw draw) {
    this.garment = garment;
    this.dyes = dyes;
    this.draw = draw;
  }

  /** Paints in body units; {@code canvas} carries the camera's transform. */
  void paint(Graphics2D canvas) {
    ground(canvas);
    switch (garment.pattern()) {
      case PLAIN -> {}
      case STRIPED -> stripes(canvas);
      case CHECKED -> checks(canvas);
      case POLKA_DOT -> dots(canvas);
      case FLORAL -> flowers(canvas);
      case GRAPHIC -> GraphicPrint.paint(canvas, dyes, draw);
      case PAISLEY -> paisley(canvas);
      case GEOMETRIC -> geometric(canvas);
      case LACE -> lace(canvas);
      case TIE_DYE, CAMOUFLAGE, ANIMAL ->
          new MottledFabric(garment.pattern(), dyes, draw).paint(canvas);
    }
  }

  /** The base colour; a multi-coloured dress has panels of several. */
  private void ground(Graphics2D g) {
    g.setPaint(dyes.base());
    g.fill(CLOTH);
    if (dyes.multi()) {
      int count = dyes.bases().size();
      boolean across = draw.chance(.4);
      double size = draw.between(8, 15);
      double start = draw.between(-60, -50);
      for (int i = 0; start + i * size < 110; i++) {
        g.setPaint(dyes.bases().get(i % count));
        double at = start + i * size;
        g.fill(across ? rect(at, -20, size + .2, 150) : rect(-70, at, 140, size + .2));
      }
    }
  }

  private void stripes(Graphics2D g) {
    double period = draw.between(4.2, 8.5);
    double width = period * draw.between(.32, .46);
    double angle =
        draw.weighted(List.of(0., 90., 45., -45.), a -> a % 90 != 0 ? .12 : a == 0 ? .46 : .3);
    boolean pinstripe = draw.chance(.25);
    turned(
        g,
        Math.toRadians(angle),
        () -> {
          int index = 0;
          for (double at = -110; at < 150; at += period, index++) {
            g.setPaint(dyes.motif(index + 1));
            g.fill(rect(-150, at, 300, width));
            if (pinstripe) {
              g.setPaint(dyes.second());
              g.fill(rect(-150, at + width * 1.5, 300, width * .3));
            }
          }
        });
  }

  private void checks(Graphics2D g) {
    double period = draw.between(5, 10);
    double width = period * draw.between(.38, .5);
    int kind = draw.below(3);
    double angle = draw.chance(.2) ? Math.PI / 4 : 0;
    turned(
        g,
        angle,
        () -> {
          for (int direction = 0; direction < 2; direction++) {
            int index = 0;
            for (double at = -150; at < 150; at += period, index++) {
              Color line = dyes.accent();
              g.setPaint(kind == 2 ? line : Tint.fade(line, .52));
              double thick = kind == 2 ? Math.max(.9, period * .16) : width;
              g.fill(band(direction, at, thick));
              if (kind == 1) {
                g.setPaint(Tint.fade(dyes.second(), .9));
                g.fill(band(direction, at + period * .7, period * .12));
              }
            }
          }
        });
  }

  private static Shape band(int direction, double at, double thick) {
    return direction == 0 ? rect(at, -150, thick, 300) : rect(-150, at, 300, thick);
  }

  private void dots(Graphics2D g) {
    double step = draw.between(4.2, 7.5);
    double radius = step * draw.between(.25, .34);
    double angle = draw.chance(.5) ? 0 : draw.between(-.3, .3);
    turned(
        g,
        angle,
        () -> {
          int row = 0;
          for (double y = -100; y < 160; y += step * .86, row++) {
            int column = 0;
            for (double x = -100 + (row % 2) * step / 2; x < 100; x += step, column++) {
              g.setPaint(dyes.multi() ? dyes.accent() : dyes.motif(row * 3 + column));
              g.fill(disc(x, y, radius));
            }
          }
        });
  }

  private void flowers(Graphics2D g) {
    double step = draw.between(6, 9.5);
    int petals = 5 + draw.below(2);
    Color leaf = Tint.mix(new Color(0x2F7A3A), dyes.base(), .35);
    Color heart = draw.pick(new Color(0xF2C744), Tint.darker(dyes.accent(), .5), dyes.second());
    int index = 0;
    for (double y = -10; y < 110; y += step * .8) {
      for (double x = -60; x < 60; x += step, index++) {
        double cx = x + draw.between(-.38, .38) * step + (index % 2) * step * .3;
        double cy = y + draw.between(-.3, .3) * step;
        double radius = step * draw.between(.26, .42);
        double spin = draw.between(0, Math.PI);
        Color petal = dyes.multi() && draw.chance(.6) ? dyes.motif(index) : dyes.accent();
        if (draw.chance(.8)) {
          g.setPaint(leaf);
          blade(g, cx, cy, radius * 2.0, spin + 1);
        }
        g.setPaint(Tint.vary(petal, .04, draw));
        for (int p = 0; p < petals; p++) {
          double angle = spin + p * 2 * Math.PI / petals;
          double x1 = cx + Math.cos(angle) * radius * .58;
          double y1 = cy + Math.sin(angle) * radius * .58;
          g.fill(disc(x1, y1, radius * .52));
        }
        g.setPaint(heart);
        g.fill(disc(cx, cy, radius * .34));
      }
    }
  }

  private static void blade(Graphics2D g, double x, double y, double length, double angle) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.rotate(angle);
    g.fill(oval(0, -length * .16, length, length * .32));
    g.setTransform(before);
  }

  private void paisley(Graphics2D g) {
    double step = draw.between(8, 11.5);
    int index = 0;
    for (double y = -10; y < 112; y += step * .92) {
      for (double x = -60; x < 60; x += step * .8, index++) {
        AffineTransform before = g.getTransform();
        g.translate(x + (index % 2) * step * .2 + draw.between(-.8, .8), y + draw.between(-.8, .8));
        g.rotate((index % 2 == 0 ? .5 : Math.PI + .5) + draw.between(-.3, .3));
        g.scale(step * .46, step * .46);
        g.setPaint(dyes.multi() ? dyes.accent() : dyes.motif(index));
        g.fill(tear());
        g.scale(.62, .62);
        g.setPaint(dyes.base());
        g.fill(tear());
        g.scale(.5, .5);
        g.setPaint(dyes.second());
        g.fill(tear());
        g.setTransform(before);
      }
    }
  }

  private static Shape tear() {
    Path2D tear = new Path2D.Double();
    tear.moveTo(.55, -1.15);
    tear.curveTo(-.5, -1.05, -.95, -.2, -.72, .4);
    tear.curveTo(-.5, .95, .45, .95, .66, .35);
    tear.curveTo(.85, -.2, .2, -.35, .1, -.7);
    tear.curveTo(.05, -.95, .3, -1.1, .55, -1.15);
    tear.closePath();
    return tear;
  }

  private void geometric(Graphics2D g) {
    double step = draw.between(6, 10);
    int kind = draw.below(3);
    int row = 0;
    for (double y = -14; y < 112; y += step * (kind == 1 ? .75 : 1), row++) {
      int column = 0;
      for (double x = -66; x < 66; x += step, column++) {
        Color one = dyes.multi() ? dyes.accent() : dyes.motif(row + column);
        switch (kind) {
          case 0 -> {
            g.setPaint(one);
            g.fill(polygon(x, y + step, x + step / 2, y, x + step, y + step));
            g.setPaint(dyes.second());
            double foot = y + step * .9;
            g.fill(polygon(x + step * .3, foot, x + step / 2, y + step * .5, x + step * .7, foot));
          }
          case 1 -> {
            g.setPaint(row % 2 == 0 ? one : Tint.fade(dyes.second(), .8));
            g.setStroke(
                new BasicStroke(
                    (float) (step * .24), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            double low = y + step * .5;
            g.draw(Outline.from(x, low).to(x + step / 2, y).to(x + step, low).open());
          }
          default -> {
            double s = step * .5;
            double cx = x + (row % 2) * s;
            g.setPaint(one);
            g.fill(polygon(cx, y - s, cx + s * .9, y, cx, y + s, cx - s * .9, y));
            g.setPaint(dyes.base());
            g.fill(polygon(cx, y - s * .55, cx + s * .5, y, cx, y + s * .55, cx - s * .5, y));
            g.setPaint(dyes.second());
            g.fill(rect(cx - s * .18, y - s * .18, s * .36, s * .36));
          }
        }
      }
    }
  }

  /** A mesh with motifs of the base colour over a lining. */
  private void lace(Graphics2D g) {
    Color base = dyes.base();
    Color lining =
        Tint.luma(base) > .62
            ? Tint.mix(base, new Color(0x9C7A63), .62)
            : Tint.mix(base, new Color(0xEFCFB6), .66);
    g.setPaint(lining);
    g.fill(CLOTH);
    g.setPaint(base);
    g.setStroke(new BasicStroke(.55f));
    double mesh = draw.between(2.6, 3.4);
    for (double at = -170; at < 170; at += mesh) {
      g.draw(new Line2D.Double(at, -40, at + 160, 120));
      g.draw(new Line2D.Double(at, 120, at + 160, -40));
    }
    double step = draw.between(6.5, 9);
    int row = 0;
    for (double y = -6; y < 112; y += step * .8, row++) {
      for (double x = -60 + (row % 2) * step / 2; x < 60; x += step) {
        for (int petal = 0; petal < 6; petal++) {
          double angle = petal * Math.PI / 3;
          double dx = Math.cos(angle) * step * .24;
          double dy = Math.sin(angle) * step * .24;
          g.fill(disc(x + dx, y + dy, step * .15));
        }
      }
    }
  }

  private static void turned(Graphics2D g, double angle, Runnable painting) {
    AffineTransform before = g.getTransform();
    g.rotate(angle, 0, 40);
    painting.run();
    g.setTransform(before);
  }
}

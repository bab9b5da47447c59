package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.disc;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** Patterns made of noise: tie-dye, camouflage, animal skins. */
final class MottledFabric {
  private static final int CELLS_PER_UNIT = 2;
  private static final int LEFT = -46;
  private static final int TOP = 8;
  private static final int WIDTH = 92;
  private static final int HEIGHT = 96;
  private static final Shape BLOT = blot();

  private final Pattern pattern;
  private final Dyes dyes;
  private final Draw draw;

  MottledFabric(Pattern pattern, Dyes dyes, Draw draw) {
    this.pattern = pattern;
    this.dyes = dyes;
    this.draw = draw;
  }

  void paint(Graphics2D g) {
    switch (pattern) {
      case TIE_DYE -> cells(g, tieDye());
      case CAMOUFLAGE -> cells(g, camouflage());
      default -> {
        if (draw.chance(.6)) {
          rosettes(g);
        } else {
          cells(g, zebra());
        }
      }
    }
  }

  /** The colour at a point in body units; null leaves the ground. */
  private interface Cloth {
    Color at(double x, double y);
  }

  private Cloth tieDye() {
    SmoothNoise noise = new SmoothNoise(draw);
    double cx = draw.between(-4, 4);
    double cy = draw.between(30, 52);
    double rings = draw.between(7, 11);
    boolean spiral = draw.chance(.5);
    Color pale =
        Tint.luma(dyes.base()) > .72
            ? Tint.mix(dyes.accent(), dyes.base(), .25)
            : new Color(0xF6F2EA);
    return (x, y) -> {
      double wobble = noise.rough(x / 7, y / 7);
      double distance = Math.hypot(x - cx, (y - cy) * .8) + wobble * 9;
      double turn = spiral ? Math.atan2(y - cy, x - cx) / Math.PI * rings : 0;
      double wave = Math.sin((distance + turn) * 2 * Math.PI / rings);
      double share =
          Math.max(0, Math.min(1, .42 + wave * .42 + (noise.at(x / 3, y / 3) - .5) * .7));
      Color ground = dyes.motifGround((int) Math.floor((distance + turn) / rings));
      return Tint.mix(ground, pale, share * .88);
    };
  }

  private Cloth camouflage() {
    SmoothNoise first = new SmoothNoise(draw);
    SmoothNoise second = new SmoothNoise(draw);
    double size = draw.between(5, 7.5);
    Color base = dyes.base();
    boolean dark = Tint.luma(base) < .3;
    Color light = dark ? Tint.lighter(base, .42) : Tint.mix(base, new Color(0xE8E0CC), .45);
    Color deep = dark ? Tint.lighter(base, .2) : Tint.darker(base, .42);
    Color deepest = Tint.darker(base, dark ? .55 : .74);
    return (x, y) -> {
      double a = first.rough(x / size, y / size * 1.3);
      double b = second.rough(x / size * .9 + 40, y / size * 1.2);
      if (b > .63) {
        return dyes.multi() ? dyes.bases().get(1) : deepest;
      }
      if (a > .6) {
        return dyes.multi() ? dyes.bases().get(2) : deep;
      }
      return b < .36 ? (dyes.multi() ? Tint.darker(base, .6) : light) : base;
    };
  }

  private Cloth zebra() {
    SmoothNoise noise = new SmoothNoise(draw);
    double period = draw.between(5, 7.5);
    Color ink =
        Tint.luma(dyes.base()) < .3 ? Tint.mix(dyes.base(), Color.WHITE, .8) : new Color(0x17130F);
    return (x, y) -> {
      double bend = noise.at(x / 9, y / 9) * 14 + noise.at(x / 4 + 9, y / 4) * 3;
      double wave = Math.sin((y + Math.abs(x) * .35 + bend) * 2 * Math.PI / period);
      return wave > .25 - noise.at(x / 6, y / 3) * .3 ? ink : null;
    };
  }

  private void cells(Graphics2D g, Cloth cloth) {
    BufferedImage image =
        new BufferedImage(
            WIDTH * CELLS_PER_UNIT, HEIGHT * CELLS_PER_UNIT, BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        Color colour =
            cloth.at(LEFT + (column + .5) / CELLS_PER_UNIT, TOP + (row + .5) / CELLS_PER_UNIT);
        image.setRGB(column, row, colour == null ? 0 : colour.getRGB());
      }
    }
    g.drawImage(
        image,
        new AffineTransform(1. / CELLS_PER_UNIT, 0, 0, 1. / CELLS_PER_UNIT, LEFT, TOP),
        null);
  }

  /** Leopard: broken rings around a darker centre. */
  private void rosettes(Graphics2D g) {
    double step = draw.between(4.2, 6.2);
    Color base = dyes.base();
    Color ink =
        Tint.luma(base) < .3 ? Tint.mix(base, new Color(0xF0DDB8), .75) : new Color(0x1A1310);
    Color heart = Tint.luma(base) < .3 ? Tint.mix(base, Color.WHITE, .3) : Tint.darker(base, .38);
    int row = 0;
    for (double y = -8; y < 112; y += step * .8, row++) {
      for (double x = -60 + (row % 2) * step / 2; x < 60; x += step) {
        double cx = x + draw.between(-.25, .25) * step;
        double cy = y + draw.between(-.2, .2) * step;
        double radius = step * draw.between(.27, .36);
        AffineTransform before = g.getTransform();
        g.translate(cx, cy);
        g.rotate(draw.between(0, Math.PI * 2));
        g.scale(1, draw.between(.65, .9));
        g.setPaint(heart);
        g.fill(disc(0, 0, radius));
        g.setPaint(ink);
        int blots = 2 + draw.below(2);
        for (int blot = 0; blot < blots; blot++) {
          g.rotate(2 * Math.PI / blots);
          g.fill(AffineTransform.getScaleInstance(radius, radius).createTransformedShape(BLOT));
        }
        g.setTransform(before);
      }
    }
  }

  /** A quarter or so of a ring of radius 1. */
  private static Shape blot() {
    Area blot = new Area(disc(0, 0, 1.2));
    blot.subtract(new Area(disc(0, 0, .62)));
    blot.intersect(new Area(rect(0, -.75, 2, 1.5)));
    return new Path2D.Double(blot);
  }
}

package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.oval;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.geom.Point2D;
import java.awt.geom.RoundRectangle2D;

/** The background, in canvas pixels: studio, coloured paper, room, street or clutter. */
final class Backdrop {
  private final Draw draw;
  private final Graphics2D g;
  private final double width;
  private final double height;

  Backdrop(Draw draw, Graphics2D g, double width, double height) {
    this.draw = draw;
    this.g = g;
    this.width = width;
    this.height = height;
  }

  void paint() {
    double kind = draw.between(0, 1);
    if (kind < .55) {
      studio();
    } else if (kind < .7) {
      paper();
    } else if (kind < .85) {
      room();
    } else if (kind < .95) {
      street();
    } else {
      clutter();
    }
  }

  private void studio() {
    int level = 255 - draw.below(45);
    Color light = new Color(level, level, level);
    if (draw.chance(.4)) {
      whole(light);
      return;
    }
    Point2D centre = new Point2D.Double(width * draw.between(.3, .7), height * .4);
    Color[] colours = {light, Tint.darker(light, draw.between(.08, .4))};
    whole(new RadialGradientPaint(centre, (float) height, new float[] {0, 1}, colours));
  }

  private void paper() {
    Color tone = draw.hue(draw.between(.05, .4), draw.between(.6, 1));
    float x = (float) (width * draw.between(-.3, .3));
    Color end = draw.chance(.5) ? Tint.darker(tone, .3) : Tint.lighter(tone, .4);
    whole(new GradientPaint(0, 0, tone, x, (float) height, end));
  }

  private void room() {
    Color wall = draw.hue(draw.between(.03, .4), draw.between(.6, .97));
    whole(wall);
    double floor = height * draw.between(.7, .9);
    if (draw.chance(.45)) {
      g.setPaint(Tint.darker(wall, .1));
      double stripe = draw.between(8, 26);
      for (double x = 0; x < width; x += stripe * 2) {
        g.fill(rect(x, 0, stripe, floor));
      }
    }
    int things = 1 + draw.below(3);
    for (int thing = 0; thing < things; thing++) {
      double w = draw.between(.14, .38) * width;
      double h = draw.between(.1, .36) * height;
      double x = draw.chance(.5) ? draw.between(-.1, .22) * width : draw.between(.66, .95) * width;
      double y = draw.between(.02, .4) * height;
      frame(x, y, w, h);
    }
    Color boards =
        draw.pick(draw.hue(.3, .6), new Color(0x8A6440), new Color(0xC9A679), new Color(0x77736E));
    g.setPaint(boards);
    g.fill(rect(0, floor, width, height - floor));
    g.setPaint(Tint.darker(boards, .2));
    for (double x = -10; x < width; x += 30) {
      g.fill(rect(x + draw.between(-4, 4), floor, 1.4, height - floor));
    }
    if (draw.chance(.5)) {
      double x = draw.chance(.5) ? draw.between(-.2, .05) * width : draw.between(.72, .95) * width;
      g.setPaint(draw.hue(draw.between(.1, .7), draw.between(.3, .8)));
      g.fill(
          new RoundRectangle2D.Double(
              x, floor - height * draw.between(.1, .3), width * .34, height * .4, 16, 16));
    }
  }

  private void frame(double x, double y, double w, double h) {
    Color edge = draw.pick(Color.WHITE, new Color(0x4A3828), new Color(0x222222));
    g.setPaint(edge);
    g.fill(rect(x - 3, y - 3, w + 6, h + 6));
    g.setPaint(
        draw.chance(.4)
            ? new Color(0xBFDDF2)
            : draw.hue(draw.between(.1, .8), draw.between(.4, .95)));
    g.fill(rect(x, y, w, h));
    g.setPaint(edge);
    if (draw.chance(.5)) {
      g.fill(rect(x + w / 2 - 1, y, 2, h));
      g.fill(rect(x, y + h / 2 - 1, w, 2));
    }
  }

  private void street() {
    Color sky = draw.colour(0xB9D8F0, 0xE8EDF0, 0xF3D9B8, 0x6F8FB4);
    whole(new GradientPaint(0, 0, sky, 0, (float) (height * .7), Tint.lighter(sky, .5)));
    double ground = height * draw.between(.6, .85);
    boolean park = draw.chance(.5);
    for (int i = 0; i < 9; i++) {
      double x = draw.between(-.1, 1) * width;
      double size = draw.between(.12, .4) * width;
      if (park) {
        g.setPaint(Tint.vary(draw.colour(0x5E8C4A, 0x3D6B45, 0xB08A3C), .08, draw));
        g.fill(oval(x - size / 2, ground - size * draw.between(.6, 1.4), size, size * 1.2));
      } else {
        g.setPaint(draw.hue(draw.between(.05, .4), draw.between(.35, .85)));
        double tall = draw.between(.2, .75) * ground;
        g.fill(rect(x - size / 2, ground - tall, size, tall));
      }
    }
    g.setPaint(Tint.vary(new Color(park ? 0x7FA05A : 0x9A9691), .08, draw));
    g.fill(rect(0, ground, width, height - ground));
  }

  /** Many shapes in bright colours. */
  private void clutter() {
    whole(draw.hue(draw.between(.05, .5), draw.between(.4, .95)));
    int things = 14 + draw.below(16);
    for (int thing = 0; thing < things; thing++) {
      g.setPaint(
          Tint.fade(draw.hue(draw.between(.1, .9), draw.between(.25, 1)), draw.between(.55, 1)));
      double size = draw.between(.06, .3) * width;
      double x = draw.between(-.1, 1) * width;
      double y = draw.between(-.1, 1) * height;
      switch (draw.below(3)) {
        case 0 -> g.fill(oval(x, y, size, size * draw.between(.5, 1.5)));
        case 1 -> g.fill(rect(x, y, size, size * draw.between(.5, 3)));
        default -> g.fill(new RoundRectangle2D.Double(x, y, size * .5, size * 2.5, 10, 10));
      }
    }
  }

  private void whole(Paint paint) {
    g.setPaint(paint);
    g.fill(rect(0, 0, width, height));
  }
}

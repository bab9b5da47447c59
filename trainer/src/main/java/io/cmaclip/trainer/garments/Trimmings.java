package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Shapes.disc;
import static io.cmaclip.trainer.garments.Shapes.polygon;
import static io.cmaclip.trainer.garments.Shapes.rect;

import io.cmaclip.trainer.garments.Cut.Detail;
import io.cmaclip.trainer.garments.Cut.Top;
import java.awt.BasicStroke;
import java.awt.Color;

/** Draws belts, plackets, seams, sashes and the other details of a cut. */
final class Trimmings {
  private static final int[] LEATHERS = {0x2A1D16, 0x6B3F22, 0x141416, 0xB98A55, 0xE8E2D8};

  private final Cut cut;
  private final Dyes dyes;
  private final Draw draw;
  private final Color thread;
  private final double seam;
  private final Pen pen;

  Trimmings(Garment garment, Cut cut, Pen pen, Dyes dyes, Draw draw) {
    this.cut = cut;
    this.pen = pen;
    this.dyes = dyes;
    this.draw = draw;
    boolean dark = Tint.luma(dyes.base()) < .22 || garment.colour() == Colour.BLACK;
    this.thread = dark ? Tint.lighter(dyes.base(), .45) : Tint.darker(dyes.base(), .5);
    this.seam = pen.figure().half(cut.waistY()) + cut.waistEase();
  }

  void paint() {
    for (Detail detail : cut.details()) {
      switch (detail) {
        case BELT -> belt(draw.colour(LEATHERS), 1.9);
        case SASH -> sash();
        case SEAM ->
            line(
                .5,
                thread,
                Outline.from(-seam, cut.waistY()).bow(0, cut.waistY() + .8, seam, cut.waistY()));
        case PLACKET -> placket();
        case WRAP_FRONT -> wrapFront();
        case TIERS -> tiers();
        case RIBS -> ribs();
        case SLIT -> slit();
        case NECKBAND ->
            line(
                1.1,
                draw.chance(.5) ? dyes.accent() : thread,
                Outline.from(-3.2, 17.1).bow(-2.4, 19.2, 0, 19.3).bow(2.4, 19.2, 3.2, 17.1));
        case COWL -> cowl();
        case TRIM -> trim();
        case PEPLUM -> line(.7, thread, Outline.from(-seam, cut.waistY()).to(seam, cut.waistY()));
        case RUFFLE, HIGH_LOW -> {}
      }
    }
    if (cut.top() == Top.HALTER) {
      line(.9, thread, Outline.from(-2.8, 16.9).bow(0, 18.6, 2.8, 16.9));
    }
  }

  private void belt(Color colour, double thick) {
    Pen belt = pen.of(Part.BELT);
    belt.fill(rect(-seam - .3, cut.waistY() - thick / 2, seam * 2 + .6, thick), colour);
    belt.fill(rect(-1, cut.waistY() - thick * .6, 2, thick * 1.2), new Color(0xD9BE7A));
  }

  private void sash() {
    Color ribbon =
        cut.has(Detail.WRAP_FRONT)
            ? Tint.mix(dyes.base(), thread, .55)
            : draw.chance(.5) ? dyes.accent() : thread;
    double knot = cut.has(Detail.WRAP_FRONT) ? seam * .7 : 0;
    double y = cut.waistY();
    Pen sash = pen.of(Part.SASH);
    sash.fill(rect(-seam - .1, y - .8, seam * 2 + .2, 1.6), ribbon);
    for (int side : new int[] {-1, 1}) {
      double end = knot + side * 3;
      sash.fill(polygon(knot, y, end, y - 1.6, end, y + 1.4), ribbon);
      sash.fill(polygon(knot, y, knot + side * .6, y + 9, knot + side * 2, y + 8.4), ribbon);
    }
  }

  private void placket() {
    double top = 21;
    double bottom = cut.hemY() + 2.6;
    Pen placket = pen.of(Part.BUTTONS);
    placket.fill(rect(-.95, top, 1.9, bottom - top), Tint.fade(thread, .28));
    line(.35, thread, Outline.from(.95, top).to(.95, bottom));
    Color button = Tint.luma(dyes.base()) > .55 ? new Color(0x2B2520) : new Color(0xF5F1E6);
    for (double y = top + 2; y < bottom - 1; y += 4.2) {
      placket.fill(disc(0, y, .62), button);
    }
    if (draw.chance(.6)) {
      line(.4, thread, Outline.from(2.4, 27).to(6, 27).to(6, 31.4).to(2.4, 31.4).to(2.4, 27));
    }
  }

  private void wrapFront() {
    line(.75, thread, Outline.from(3.9, 17.4).to(0, 27).bow(-2, 31, -seam * .9, cut.waistY()));
    line(.6, thread, Outline.from(-3.9, 17.4).to(0, 27));
    line(
        .85,
        thread,
        Outline.from(seam * .7, cut.waistY()).bow(seam * .6, 55, -cut.hem() * .18, cut.hemY() + 1));
  }

  private void tiers() {
    int count = cut.hemY() > 78 ? 4 : 3;
    double from = cut.waistY();
    double length = cut.hemY() - from;
    for (int tier = 0; tier < count; tier++) {
      double y = from + length * tier / count;
      double half = seam + (cut.hem() * 1.05 - seam) * tier / count + 1;
      pen.fill(
          Outline.from(-half, y)
              .bow(0, y + 1.8, half, y)
              .to(half, y + 2.2)
              .bow(0, y + 4, -half, y + 2.2)
              .closed(),
          Tint.fade(Color.BLACK, .17));
      line(.8, thread, Outline.from(-half, y).bow(0, y + 1.8, half, y));
      for (double x = -half * .9; x < half; x += 2.4) {
        line(.35, Tint.fade(thread, .8), Outline.from(x, y + .6).to(x * 1.04, y + 3.4));
      }
    }
  }

  private void ribs() {
    Color rib = Tint.fade(thread, .75);
    double hem = cut.hem() + 1;
    for (double x = -hem; x <= hem; x += 1.5) {
      line(.45, rib, Outline.from(x, cut.hemY() - 4).to(x, cut.hemY() + 2));
    }
    line(.5, rib, Outline.from(-hem, cut.hemY() - 4).bow(0, cut.hemY() - 2.8, hem, cut.hemY() - 4));
    for (double x = -2.6; x <= 2.7; x += 1.1) {
      line(.4, rib, Outline.from(x, 13.6).to(x, 17.4));
    }
    line(.6, rib, Outline.from(-3.2, 17).bow(0, 18.6, 3.2, 17));
  }

  private void slit() {
    double x = cut.hem() * .4 * draw.sign();
    pen.fill(
        polygon(x * .6, 62, x * .8, cut.hemY() + 2.4, x * 1.35, cut.hemY() + 2.4),
        Tint.darker(pen.figure().skin(), .12));
  }

  private void cowl() {
    for (int fold = 0; fold < 3; fold++) {
      double y = 24 + fold * 1.4;
      line(
          .45,
          Tint.fade(thread, .7),
          Outline.from(-5, 22.8 + fold * .6).bow(0, y + 4.4, 5, 22.8 + fold * .6));
    }
  }

  private void trim() {
    Color braid = dyes.accent();
    line(1.2, braid, Outline.from(-3.6, 17.3).to(0, 25.4).to(3.6, 17.3));
    line(1, braid, Outline.from(0, 25.4).to(0, 31));
    line(
        1.3,
        braid,
        Outline.from(-cut.hem(), cut.hemY() - .8)
            .bow(0, cut.hemY() + 1.2, cut.hem(), cut.hemY() - .8));
  }

  private void line(double thick, Color colour, Outline outline) {
    pen.fill(
        new BasicStroke((float) thick, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
            .createStrokedShape(outline.open()),
        colour);
  }
}

package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Outline.at;
import static io.cmaclip.trainer.garments.Shapes.polygon;

import io.cmaclip.trainer.garments.Cut.Detail;
import io.cmaclip.trainer.garments.Cut.Neck;
import io.cmaclip.trainer.garments.Cut.Skirt;
import io.cmaclip.trainer.garments.Cut.Top;
import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a dress on a figure, in body units before posing.
 *
 * @param back part of the skirt behind the legs; null where the cut has none
 */
record Wear(Shape body, Shape back, List<Shape> sleeves, List<Shape> straps, List<Piece> over) {

  /** A piece on top of the body of the dress. */
  record Piece(Part part, Shape shape) {}

  static Wear of(Cut cut, Figure figure, Draw draw) {
    return new Builder(cut, figure, draw).build();
  }

  private static final class Builder {
    private final Cut cut;
    private final Figure figure;
    private final Draw draw;
    private final double seam;
    private final double hem;

    Builder(Cut cut, Figure figure, Draw draw) {
      this.cut = cut;
      this.figure = figure;
      this.draw = draw;
      this.seam = Math.max(4.5, figure.half(cut.waistY()) + cut.waistEase());
      this.hem = cut.hem() * Math.max(.92, figure.hip() / 8.8);
    }

    Wear build() {
      Outline right = half(1);
      Shape body = right.back(half(-1).mirrored()).closed();
      Shape back = cut.has(Detail.HIGH_LOW) ? train() : null;
      return new Wear(body, back, sleeves(), straps(), over());
    }

    /** One half with positive x, from the middle of the neckline to the middle of the hem. */
    private Outline half(int side) {
      Outline half = new Outline();
      top(half, side);
      sideSeam(half);
      hem(half, side);
      return half;
    }

    private void top(Outline half, int side) {
      double shoulder = figure.shoulder();
      double bust = chest();
      switch (cut.top()) {
        case SHOULDERS -> {
          neckline(half);
          half.to(shoulder + .2, 19.7).bow(bust - .6, 23, bust, Figure.CHEST_Y);
        }
        case BATWING -> {
          neckline(half);
          Figure.Arm arm = side > 0 ? figure.right() : figure.left();
          double x = shoulder + (arm.wristX() - shoulder) * .82;
          double y = 20 + (arm.wristY() - 20) * .82;
          half.to(shoulder, 19.6).to(x + 1.5, y - 2.5).to(x - .5, y + 4);
          half.bow(seam + 1.5, 36, seam, cut.waistY());
        }
        case STRAPS ->
            half.to(0, cut.has(Detail.COWL) ? 26.8 : 24.6)
                .bow(2.5, 24.4, 5.2, 22.4)
                .bow(bust - .5, 24.5, bust, Figure.CHEST_Y);
        case STRAPLESS -> half.to(0, 25.4).bow(2.6, 22, 5.2, 23).bow(bust - .4, 23.6, bust, 25.6);
        case HALTER -> half.to(0, 18.2).to(2.8, 16.6).bow(3.8, 23.5, bust, Figure.CHEST_Y + .8);
        case OFF_SHOULDER ->
            half.to(0, 24.2)
                .bow(shoulder * .6, 23.8, shoulder - .2, 22.6)
                .to(bust, Figure.CHEST_Y + 1);
        case ONE_SHOULDER -> {
          if (side > 0) {
            half.to(0, 22.3)
                .bow(2.6, 20.6, 4.4, 17.9)
                .to(shoulder + .2, 19.7)
                .bow(bust - .6, 23, bust, Figure.CHEST_Y);
          } else {
            half.to(0, 22.3).bow(bust * .55, 24.3, bust, 25.8);
          }
        }
      }
    }

    private void neckline(Outline half) {
      switch (cut.neck()) {
        case CREW -> half.to(0, 18.9).bow(2.4, 18.8, 3.1, 17);
        case ROUND -> half.to(0, 21.6).bow(3.8, 21.6, 4.2, 17.5);
        case V -> half.to(0, 25.2).to(3.6, 17.3);
        case SQUARE -> half.to(0, 22.4).to(4.6, 22.4).to(4.9, 17.8);
        case BOAT -> half.to(0, 18.9).bow(5, 18.9, 6.6, 18.2);
        case TURTLE -> half.to(0, 13.6).to(2.9, 13.5).to(3.2, 17);
        case COLLAR -> half.to(0, 21).to(2.8, 16.7);
        case SURPLICE -> half.to(0, 27).to(3.8, 17.3);
      }
    }

    private double chest() {
      double ease = cut.skirt() == Skirt.BOXY ? Math.min(1.6, cut.waistEase() * .45) : .15;
      return figure.half(Figure.CHEST_Y) + ease;
    }

    private void sideSeam(Outline half) {
      double length = cut.hemY() - cut.waistY();
      double hip = figure.hip();
      Point2D.Double waist = at(seam, cut.waistY());
      Point2D.Double end = at(hem, cut.hemY());
      switch (cut.skirt()) {
        case STRAIGHT ->
            half.through(waist, below(hip + .25), at(Math.max(hem, hip * .8), cut.hemY()));
        case FLARED -> {
          double y = cut.waistY() + length / 2;
          double middle = seam + (hem - seam) * draw.between(.46, .54);
          half.through(waist, at(Math.max(middle, figure.half(y) * .97), y), end);
        }
        case FULL ->
            half.through(
                waist,
                at(seam + (hem - seam) * .47, cut.waistY() + length * .22),
                at(seam + (hem - seam) * .78, cut.waistY() + length * .55),
                end);
        case MERMAID ->
            half.through(waist, below(hip + .2), at(hip * .78, 71), at(hem * .72, 84), end);
        case BOXY ->
            half.through(
                at(Math.max(seam, chest()), cut.waistY()),
                at(Math.max(hem * .93, hip + .8), Math.min(cut.hemY() - 5, 54)),
                end);
      }
    }

    /** A point just below the hip. */
    private static Point2D.Double below(double x) {
      return at(x, Figure.HIP_Y + 1);
    }

    private void hem(Outline half, int side) {
      double hemY = cut.hemY();
      if (cut.has(Detail.HIGH_LOW)) {
        half.bow(hem * .55, hemY - 12, 0, hemY - draw.between(22, 24));
      } else if (cut.has(Detail.PLACKET)) {
        half.bow(hem * .8, hemY + 3, 0, hemY + 3);
      } else if (cut.has(Detail.WRAP_FRONT)) {
        half.bow(hem * .5, hemY + 1, 0, hemY + (side > 0 ? 1 : -1.5));
      } else if (cut.skirt() == Skirt.FULL || cut.skirt() == Skirt.MERMAID) {
        int waves = 3;
        for (int wave = 1; wave <= waves; wave++) {
          double to = hem * (waves - wave) / waves;
          double drop = 1.8 * (1 - Math.pow(to / hem, 2));
          half.bow(to + hem / waves / 2, hemY + drop + 1.5, to, hemY + drop);
        }
      } else {
        half.bow(hem * .55, hemY + Math.min(2, hem * .12), 0, hemY + Math.min(2, hem * .12));
      }
    }

    private Shape train() {
      return Outline.from(0, 50)
          .to(figure.hip(), 52)
          .bow(hem, cut.hemY() - 14, hem * .97, cut.hemY())
          .bow(hem * .5, cut.hemY() + 3, 0, cut.hemY() + 3)
          .symmetric();
    }

    private List<Shape> sleeves() {
      List<Shape> sleeves = new ArrayList<>();
      if (cut.sleeve() > 0 && cut.top() != Top.BATWING) {
        double end = (cut.sleeve() > .6 ? 1.35 : 1.75) + cut.sleeveEase();
        double start = cut.top() == Top.OFF_SHOULDER ? 2 : 2.5 + cut.sleeveEase() * .2;
        sleeves.add(figure.right().hull(cut.sleeve(), start, end, 1));
        if (cut.top() != Top.ONE_SHOULDER) {
          sleeves.add(figure.left().hull(cut.sleeve(), start, end, -1));
        }
      }
      return sleeves;
    }

    private List<Shape> straps() {
      List<Shape> straps = new ArrayList<>();
      if (cut.top() == Top.STRAPS) {
        BasicStroke strap = new BasicStroke((float) draw.between(.75, 1.5));
        for (int side : new int[] {1, -1}) {
          straps.add(
              strap.createStrokedShape(Outline.from(side * 5, 23).to(side * 4.4, 17.6).open()));
        }
      }
      return straps;
    }

    private List<Piece> over() {
      List<Piece> over = new ArrayList<>();
      if (cut.has(Detail.PEPLUM)) {
        double flare = figure.hip() + draw.between(4.5, 6.5);
        over.add(
            new Piece(
                Part.PEPLUM,
                Outline.from(0, cut.waistY() - .6)
                    .to(seam + .1, cut.waistY() - .6)
                    .bow(seam + 1.5, 42, flare, 48.5)
                    .bow(flare * .7, 51.5, flare * .45, 49.8)
                    .bow(flare * .2, 52, 0, 50.3)
                    .symmetric()));
      }
      if (cut.has(Detail.RUFFLE)) {
        double wide = figure.shoulder() + 1.6;
        double depth = draw.between(27.5, 30.5);
        over.add(
            new Piece(
                Part.RUFFLE,
                Outline.from(0, 23.6)
                    .bow(wide * .6, 23.4, wide - .7, 21.6)
                    .to(wide + .8, depth - 1.5)
                    .bow(wide * .8, depth + 1.2, wide * .55, depth)
                    .bow(wide * .3, depth + 1.4, 0, depth + .2)
                    .symmetric()));
      }
      if (cut.neck() == Neck.COLLAR) {
        for (int side : new int[] {1, -1}) {
          over.add(
              new Piece(
                  Part.COLLAR,
                  polygon(side * .2, 20.8, side * 2.9, 16, side * 5.2, 18.4, side * 3, 22.4)));
        }
      }
      return over;
    }
  }

  /** The area that casts a shadow. */
  Area silhouette() {
    Area area = new Area(body);
    sleeves.forEach(sleeve -> area.add(new Area(sleeve)));
    if (back != null) {
      area.add(new Area(back));
    }
    return area;
  }
}

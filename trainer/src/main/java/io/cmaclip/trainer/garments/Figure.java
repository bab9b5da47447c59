package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.List;

/**
 * The wearer of the dress and its pose. Body units: crown at y = 0, soles at y = 100, x = 0 in the
 * middle; half widths at shoulder, bust, waist and hip.
 *
 * @param lean shift of the crown against the soles
 * @param sway horizontal shift of the hip
 * @param turn shift of the front's middle by the rotation of the body
 */
record Figure(
    Kind kind,
    double shoulder,
    double bust,
    double waist,
    double hip,
    double lean,
    double sway,
    double turn,
    Arm left,
    Arm right,
    Color skin,
    Color hair,
    int hairdo) {

  enum Kind {
    PERSON,
    MANNEQUIN,
    HANGER
  }

  static final double CHEST_Y = 26.5;
  static final double HIP_Y = 49;

  private static final int[] SKINS = {0xF6DCC8, 0xEDC4A3, 0xDDA983, 0xB9805A, 0x8F5A3A, 0x5E3A26};
  private static final int[] HAIRS = {
    0x17120F, 0x3B2618, 0x6B4423, 0xC79A54, 0xE6CD91, 0x8C3B1E, 0x8E8A86, 0xC36A9A
  };
  private static final int[] DUMMIES = {0xE9E2D6, 0xF4F4F4, 0x3A3A3C, 0xB9B4AC, 0xD8BC9A};

  static Figure draw(Draw draw, Cut cut) {
    Kind kind =
        draw.weighted(
            List.of(Kind.values()), k -> k == Kind.PERSON ? .72 : k == Kind.MANNEQUIN ? .16 : .12);
    double size = draw.between(.92, 1.12);
    double shoulder = 9.3 * Math.sqrt(size) * draw.between(.95, 1.05);
    double bust = 7.7 * size * draw.between(.95, 1.06);
    double waist = 6.0 * size * draw.between(.92, 1.1);
    double hip = 8.8 * size * draw.between(.94, 1.07);
    boolean moves = kind == Kind.PERSON;
    boolean wide = cut.top() == Cut.Top.BATWING;
    Arm left = Arm.draw(draw, shoulder, moves, wide);
    Arm right = draw.chance(wide ? .8 : .4) ? left : Arm.draw(draw, shoulder, moves, wide);
    return new Figure(
        kind,
        shoulder,
        bust,
        waist,
        hip,
        moves ? draw.normal(0, .9) : 0,
        moves ? draw.normal(0, .6) : 0,
        draw.normal(0, moves ? .9 : .5),
        left,
        right,
        kind == Kind.PERSON ? Tint.vary(draw.colour(SKINS), .05, draw) : draw.colour(DUMMIES),
        draw.colour(HAIRS),
        draw.below(4));
  }

  /** Half width of the body without clothes. */
  double half(double y) {
    if (y <= CHEST_Y) {
      return bust;
    }
    if (y <= 39) {
      return bust + (waist - bust) * ((y - CHEST_Y) / (39 - CHEST_Y));
    }
    if (y <= HIP_Y) {
      return waist + (hip - waist) * ((y - 39) / (HIP_Y - 39));
    }
    return hip - (y - HIP_Y) * .06;
  }

  /** The shape in the pose of this figure: leaning, hip pushed out, turned. */
  Shape pose(Shape shape) {
    PathIterator flat = shape.getPathIterator(null, .08);
    Path2D.Double posed = new Path2D.Double();
    double[] at = new double[6];
    for (; !flat.isDone(); flat.next()) {
      int kindOfSegment = flat.currentSegment(at);
      if (kindOfSegment == PathIterator.SEG_CLOSE) {
        posed.closePath();
        continue;
      }
      double x = poseX(at[0], at[1]);
      if (kindOfSegment == PathIterator.SEG_MOVETO) {
        posed.moveTo(x, at[1]);
      } else {
        posed.lineTo(x, at[1]);
      }
    }
    return posed;
  }

  private double poseX(double x, double y) {
    double reach = Math.min(1, Math.abs(x) / 12);
    return x
        + turn * (1 - reach * reach)
        + lean * (60 - y) / 60
        + sway * Math.sin(Math.PI * Math.min(1, Math.max(0, (y - 17) / 64)));
  }

  /** One arm, drawn on the right side (positive x); angles from straight down, outwards. */
  record Arm(
      double shoulderX,
      double elbowX,
      double elbowY,
      double wristX,
      double wristY,
      boolean akimbo) {
    static final double SHOULDER_Y = 20.6;
    private static final double UPPER = 15.5;
    private static final double LOWER = 14;

    static Arm draw(Draw draw, double shoulder, boolean moves, boolean wide) {
      double upper;
      double lower;
      boolean akimbo = false;
      if (wide) {
        upper = draw.between(42, 66);
        lower = draw.between(38, 60);
      } else if (!moves) {
        upper = draw.between(7, 20);
        lower = upper - draw.between(0, 4);
      } else {
        double pose = draw.between(0, 1);
        if (pose < .7) {
          upper = draw.between(8, 16);
          lower = draw.between(-2, 12);
        } else if (pose < .82) {
          akimbo = true;
          upper = draw.between(36, 48);
          lower = draw.between(-52, -38);
        } else if (pose < .96) {
          upper = draw.between(18, 34);
          lower = draw.between(6, 30);
        } else {
          upper = draw.between(115, 145);
          lower = draw.between(170, 215);
        }
      }
      double x = shoulder - 1.5;
      double elbowX = x + UPPER * Math.sin(Math.toRadians(upper));
      double elbowY = SHOULDER_Y + UPPER * Math.cos(Math.toRadians(upper));
      return new Arm(
          x,
          elbowX,
          elbowY,
          elbowX + LOWER * Math.sin(Math.toRadians(lower)),
          elbowY + LOWER * Math.cos(Math.toRadians(lower)),
          akimbo);
    }

    /** The outline from the shoulder to a share of the length; half widths at both ends. */
    Shape hull(double share, double from, double to, int side) {
      double upperShare = Math.min(1, share * 2);
      double endX = shoulderX + (elbowX - shoulderX) * upperShare;
      double endY = SHOULDER_Y + (elbowY - SHOULDER_Y) * upperShare;
      double middle = share <= .5 ? to : from + (to - from) * .5;
      double nx = (elbowY - SHOULDER_Y) / UPPER;
      double ny = -(elbowX - shoulderX) / UPPER;
      Outline outer =
          Outline.from(shoulderX - nx * .4, SHOULDER_Y - from * .75)
              .to(shoulderX + nx * from, SHOULDER_Y + ny * from);
      Outline inner = Outline.from(shoulderX - nx * from, SHOULDER_Y - ny * from);
      if (share > .5) {
        double lowerShare = share * 2 - 1;
        double lx = (wristY - elbowY) / LOWER;
        double ly = -(wristX - elbowX) / LOWER;
        double bx = (nx + lx) / 2 * middle;
        double by = (ny + ly) / 2 * middle;
        outer.to(elbowX + bx, elbowY + by);
        inner.to(elbowX - bx, elbowY - by);
        endX = elbowX + (wristX - elbowX) * lowerShare;
        endY = elbowY + (wristY - elbowY) * lowerShare;
        nx = lx;
        ny = ly;
      }
      outer.to(endX + nx * to, endY + ny * to);
      inner.to(endX - nx * to, endY - ny * to);
      Outline hull = outer.back(inner);
      return (side > 0 ? hull : hull.mirrored()).closed();
    }
  }
}

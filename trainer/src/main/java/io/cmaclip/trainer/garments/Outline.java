package io.cmaclip.trainer.garments;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/** A mutable polygon; curves are sampled finely enough to look smooth in an image. */
final class Outline {
  private static final int STEPS = 8;
  private final List<Point2D.Double> points = new ArrayList<>();

  static Outline from(double x, double y) {
    return new Outline().to(x, y);
  }

  static Point2D.Double at(double x, double y) {
    return new Point2D.Double(x, y);
  }

  Outline to(double x, double y) {
    points.add(new Point2D.Double(x, y));
    return this;
  }

  /** Quadratic curve from the last point. */
  Outline bow(double controlX, double controlY, double x, double y) {
    Point2D.Double from = points.get(points.size() - 1);
    for (int step = 1; step <= STEPS; step++) {
      double t = (double) step / STEPS;
      double s = 1 - t;
      to(
          s * s * from.x + 2 * s * t * controlX + t * t * x,
          s * s * from.y + 2 * s * t * controlY + t * t * y);
    }
    return this;
  }

  /** Smooth curve (Catmull-Rom) from the last point through the given points. */
  Outline through(Point2D.Double... through) {
    List<Point2D.Double> knots = new ArrayList<>(List.of(through));
    knots.add(0, points.get(points.size() - 1));
    for (int k = 0; k + 1 < knots.size(); k++) {
      Point2D.Double a = knots.get(Math.max(0, k - 1));
      Point2D.Double b = knots.get(k);
      Point2D.Double c = knots.get(k + 1);
      Point2D.Double d = knots.get(Math.min(knots.size() - 1, k + 2));
      for (int step = 1; step <= STEPS; step++) {
        double t = (double) step / STEPS;
        to(spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t));
      }
    }
    return this;
  }

  /** Adds the points of the other outline, last first. */
  Outline back(Outline other) {
    for (int i = other.points.size() - 1; i >= 0; i--) {
      points.add(other.points.get(i));
    }
    return this;
  }

  /** The closed shape of this right half and its mirror image. */
  Path2D symmetric() {
    return back(mirrored()).closed();
  }

  Outline mirrored() {
    Outline mirror = new Outline();
    points.forEach(point -> mirror.to(-point.x, point.y));
    return mirror;
  }

  Path2D closed() {
    Path2D path = open();
    path.closePath();
    return path;
  }

  Path2D open() {
    Path2D.Double path = new Path2D.Double();
    path.moveTo(points.get(0).x, points.get(0).y);
    points.stream().skip(1).forEach(point -> path.lineTo(point.x, point.y));
    return path;
  }

  private static double spline(double a, double b, double c, double d, double t) {
    return .5
        * (2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t * t * t);
  }
}

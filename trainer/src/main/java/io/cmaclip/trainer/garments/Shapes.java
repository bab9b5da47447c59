package io.cmaclip.trainer.garments;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/** Short names for simple shapes. */
final class Shapes {
  private Shapes() {}

  static Shape rect(double x, double y, double width, double height) {
    return new Rectangle2D.Double(x, y, width, height);
  }

  /** The ellipse inside a rectangle. */
  static Shape oval(double x, double y, double width, double height) {
    return new Ellipse2D.Double(x, y, width, height);
  }

  static Shape disc(double centreX, double centreY, double radius) {
    return oval(centreX - radius, centreY - radius, radius * 2, radius * 2);
  }

  /**
   * A closed polygon.
   *
   * @param xy coordinates of its corners, x before y
   */
  static Shape polygon(double... xy) {
    Outline outline = new Outline();
    for (int i = 0; i < xy.length; i += 2) {
      outline.to(xy[i], xy[i + 1]);
    }
    return outline.closed();
  }
}

package io.cmaclip.trainer.garments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/** Draws shapes in body units, in the figure's pose. Used by one thread. */
record Pen(Graphics2D g, Figure figure, AffineTransform camera) {
  /** The shape in canvas pixels. */
  Shape posed(Shape shape) {
    return camera.createTransformedShape(figure.pose(shape));
  }

  void fill(Shape shape, Color colour) {
    g.setPaint(colour);
    g.fill(posed(shape));
  }

  /** A line whose thickness is in body units, so that the pose bends it too. */
  void line(double thick, Outline outline, Color colour) {
    fill(new BasicStroke((float) thick).createStrokedShape(outline.open()), colour);
  }

  /** A line whose thickness is in canvas pixels. */
  void draw(double pixels, Shape shape, Color colour) {
    g.setStroke(new BasicStroke((float) pixels));
    g.setPaint(colour);
    g.draw(posed(shape));
  }
}

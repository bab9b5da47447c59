package io.cmaclip.trainer.garments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/**
 * Draws shapes in body units, in the figure's pose. Used by one thread.
 *
 * @param parts marked with everything that is drawn; null = not marked
 * @param part what is drawn
 */
record Pen(Graphics2D g, Figure figure, AffineTransform camera, PartMap parts, Part part) {
  /** The same pen for another part. */
  Pen of(Part other) {
    return new Pen(g, figure, camera, parts, other);
  }

  /** Marks a shape in canvas pixels, which the caller draws. */
  void mark(Shape shape) {
    if (parts != null) {
      parts.mark(part, shape);
    }
  }

  /** The shape in canvas pixels. */
  Shape posed(Shape shape) {
    return camera.createTransformedShape(figure.pose(shape));
  }

  void fill(Shape shape, Color colour) {
    Shape posed = posed(shape);
    g.setPaint(colour);
    g.fill(posed);
    mark(posed);
  }

  /** A line whose thickness is in body units, so that the pose bends it too. */
  void line(double thick, Outline outline, Color colour) {
    fill(new BasicStroke((float) thick).createStrokedShape(outline.open()), colour);
  }

  /** A line whose thickness is in canvas pixels. */
  void draw(double pixels, Shape shape, Color colour) {
    BasicStroke stroke = new BasicStroke((float) pixels);
    Shape posed = posed(shape);
    g.setStroke(stroke);
    g.setPaint(colour);
    g.draw(posed);
    mark(stroke.createStrokedShape(posed));
  }
}

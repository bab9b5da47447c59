package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The part that is visible at each pixel of a canvas, painted along with the image. Used by one
 * thread.
 */
public final class PartMap {
  private static final List<Part> PARTS = List.of(Part.values());

  private final BufferedImage canvas;
  private final Graphics2D g;

  PartMap(int width, int height) {
    canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = canvas.createGraphics();
  }

  /** A shape in canvas pixels, over everything marked before. */
  void mark(Part part, Shape shape) {
    g.setPaint(new Color(PARTS.indexOf(part)));
    g.fill(shape);
  }

  /** The parts that are visible somewhere. */
  public Set<Part> visible() {
    Set<Part> visible = EnumSet.noneOf(Part.class);
    for (int mark : marks()) {
      visible.add(PARTS.get(mark & 255));
    }
    return visible;
  }

  /** The index of the part at each pixel in the lowest eight bits, row by row. */
  private int[] marks() {
    return ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
  }

  /**
   * The mask of a part: true where at least half of a cell shows it.
   *
   * @param height rows of cells, at most those of the canvas
   * @param width columns of cells
   * @return row by row
   */
  public boolean[] mask(Part part, int height, int width) {
    int[] shown = new int[height * width];
    int[] all = new int[height * width];
    int[] marks = marks();
    for (int i = 0; i < marks.length; i++) {
      int row = i / canvas.getWidth() * height / canvas.getHeight();
      int cell = row * width + i % canvas.getWidth() * width / canvas.getWidth();
      all[cell]++;
      shown[cell] += part.contains(PARTS.get(marks[i] & 255)) ? 1 : 0;
    }
    boolean[] mask = new boolean[all.length];
    for (int cell = 0; cell < all.length; cell++) {
      mask[cell] = shown[cell] * 2 >= all[cell];
    }
    return mask;
  }
}

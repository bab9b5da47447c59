package io.cmaclip.trainer.garments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/** The person, mannequin or hanger under the dress. */
final class FigurePainter {
  private static final Color[] SHOES = {
    new Color(0x151515),
    new Color(0xF2F2F0),
    new Color(0x7A4A2A),
    new Color(0xB22222),
    new Color(0xCFA77B),
    new Color(0x2C3E70),
    new Color(0xD9D9DE)
  };

  private final Figure figure;
  private final Draw draw;
  private final AffineTransform camera;
  private final Graphics2D g;

  FigurePainter(Figure figure, Draw draw, AffineTransform camera, Graphics2D g) {
    this.figure = figure;
    this.draw = draw;
    this.camera = camera;
    this.g = g;
  }

  /** Legs, trunk, neck, head; for a hanger only its bow. */
  void paintBehind() {
    switch (figure.kind()) {
      case PERSON -> {
        hairBehind();
        legs();
        trunk();
        head();
      }
      case MANNEQUIN -> {
        fill(new Rectangle2D.Double(-.8, 50, 1.6, 48), new Color(0x6E6A64));
        fill(new Ellipse2D.Double(-9, 96, 18, 3), new Color(0x55524D));
        trunk();
        fill(new Ellipse2D.Double(-3, 12.4, 6, 2.2), Tint.darker(figure.skin(), .2));
      }
      case HANGER -> {
        Color wood = draw.pick(new Color(0x9A6B3C), new Color(0xD8D8DC), new Color(0x26262A));
        stroke(
            1.1,
            new Outline()
                .to(-figure.shoulder() + .6, 20.5)
                .bow(-3, 17.2, 0, 16.8)
                .bow(3, 17.2, figure.shoulder() - .6, 20.5),
            wood);
        g.setPaint(new Color(0xA9A9AE));
        g.setStroke(new BasicStroke((float) (.6 * camera.getScaleY())));
        g.draw(posed(new Arc2D.Double(-1.8, 9.6, 3.6, 4, 180, -230, Arc2D.OPEN)));
        stroke(.6, new Outline().to(0, 16.8).to(0, 14.6).to(1, 13.4), new Color(0xA9A9AE));
      }
    }
  }

  void paintArms(boolean akimboOnly) {
    if (figure.kind() != Figure.Kind.PERSON) {
      return;
    }
    arm(figure.right(), 1, akimboOnly);
    arm(figure.left(), -1, akimboOnly);
  }

  private void arm(Figure.Arm arm, int side, boolean akimboOnly) {
    if (akimboOnly && !arm.akimbo()) {
      return;
    }
    fill(arm.hull(1, 2, 1.15, side), figure.skin());
    fill(
        new Ellipse2D.Double(side * arm.wristX() - 1.5, arm.wristY() - 1.2, 3, 3.6), figure.skin());
    stroke(
        .3,
        new Outline().to(side * arm.shoulderX(), 24).to(side * arm.elbowX(), arm.elbowY()),
        Tint.fade(Tint.darker(figure.skin(), .4), .25));
  }

  private void legs() {
    double apart = draw.between(1, 2.6);
    Color skin = draw.chance(.15) ? new Color(0x26262B) : figure.skin();
    Color shoe = draw.pick(SHOES);
    for (int side : new int[] {-1, 1}) {
      double x = side * (figure.hip() * .5);
      double foot = side * (2.4 + apart);
      Outline leg =
          new Outline()
              .to(x - figure.hip() * .5, 50)
              .through(x - 3.6, 62, foot - 2.2, 74, foot - 2.5, 80, foot - 1.3, 95)
              .to(foot + 1.3, 95);
      leg.through(foot + 2.5, 80, foot + 2.2, 74, x + 3.6, 62, x + figure.hip() * .5, 50);
      fill(leg.closed(), side < 0 ? skin : Tint.darker(skin, .05));
      fill(new Ellipse2D.Double(foot - 2, 94, 4, 4.6), shoe);
    }
  }

  private void trunk() {
    double shoulder = figure.shoulder();
    Outline side =
        new Outline()
            .to(0, 14)
            .to(2.4, 14)
            .to(2.6, 16.8)
            .bow(5, 18.4, shoulder - .6, 19.3)
            .bow(shoulder + .3, 20.6, shoulder - .5, 23)
            .through(
                figure.bust() - .2,
                27,
                figure.waist() - .1,
                39,
                figure.hip() - .1,
                49,
                figure.hip() * .9,
                56)
            .to(0, 57);
    fill(
        new Outline().back(new Outline().back(side)).back(side.mirrored()).closed(), figure.skin());
    stroke(.35, new Outline().to(-5.5, 20.2).bow(-2, 20.6, -.6, 21.6), shadow());
    stroke(.35, new Outline().to(5.5, 20.2).bow(2, 20.6, .6, 21.6), shadow());
  }

  private void head() {
    fill(new Rectangle2D.Double(-2.3, 10, 4.6, 6), Tint.darker(figure.skin(), .1));
    fill(new Ellipse2D.Double(-4.3, 1, 8.6, 12.4), figure.skin());
    fill(new Arc2D.Double(-4.9, -.4, 9.8, 11.5, 0, 180, Arc2D.CHORD), figure.hair());
    fill(new Ellipse2D.Double(-2.5, 6.6, 1.3, .9), new Color(0x2B1D17));
    fill(new Ellipse2D.Double(1.2, 6.6, 1.3, .9), new Color(0x2B1D17));
    fill(new Ellipse2D.Double(-1.3, 10, 2.6, .9), new Color(0xB4504A));
    switch (figure.hairdo()) {
      case 0 -> fill(new Ellipse2D.Double(-2.4, -3, 4.8, 4.4), figure.hair());
      case 1, 2 -> {
        fill(
            new Outline().to(-4.9, 4.5).bow(-6, 9, -5.2, 13).to(-3.6, 11).to(-3.9, 4).closed(),
            figure.hair());
        fill(
            new Outline().to(4.9, 4.5).bow(6, 9, 5.2, 13).to(3.6, 11).to(3.9, 4).closed(),
            figure.hair());
      }
      default -> {}
    }
  }

  private void hairBehind() {
    if (figure.hairdo() == 2) {
      fill(
          new Outline()
              .to(-4.8, 4)
              .through(-6.6, 12, -6.4, 22, -4, 24)
              .to(4, 24)
              .through(6.4, 22, 6.6, 12, 4.8, 4)
              .closed(),
          Tint.darker(figure.hair(), .15));
    }
  }

  private Color shadow() {
    return Tint.fade(Tint.darker(figure.skin(), .45), .35);
  }

  private Shape posed(Shape shape) {
    return camera.createTransformedShape(figure.pose(shape));
  }

  private void fill(Shape shape, Color colour) {
    g.setPaint(colour);
    g.fill(posed(shape));
  }

  private void stroke(double thick, Outline outline, Color colour) {
    fill(new BasicStroke((float) thick).createStrokedShape(outline.open()), colour);
  }
}

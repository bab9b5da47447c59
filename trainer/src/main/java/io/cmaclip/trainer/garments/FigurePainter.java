package io.cmaclip.trainer.garments;

import static io.cmaclip.trainer.garments.Outline.at;
import static io.cmaclip.trainer.garments.Shapes.oval;
import static io.cmaclip.trainer.garments.Shapes.rect;

import java.awt.Color;
import java.awt.geom.Arc2D;

/** The person, mannequin or hanger under the dress. */
final class FigurePainter {
  private static final int[] SHOES = {
    0x151515, 0xF2F2F0, 0x7A4A2A, 0xB22222, 0xCFA77B, 0x2C3E70, 0xD9D9DE
  };

  private final Pen pen;
  private final Figure figure;
  private final Draw draw;

  FigurePainter(Pen pen, Draw draw) {
    this.pen = pen;
    this.figure = pen.figure();
    this.draw = draw;
  }

  /** All parts behind the dress. */
  void paintBehind() {
    switch (figure.kind()) {
      case PERSON -> {
        hairBehind();
        legs();
        trunk();
        head();
      }
      case MANNEQUIN -> {
        Pen stand = pen.of(Part.STAND);
        stand.fill(rect(-.8, 50, 1.6, 48), new Color(0x6E6A64));
        stand.fill(oval(-9, 96, 18, 3), new Color(0x55524D));
        trunk();
        pen.fill(oval(-3, 12.4, 6, 2.2), Tint.darker(figure.skin(), .2));
      }
      case HANGER -> {
        Color wood = draw.colour(0x9A6B3C, 0xD8D8DC, 0x26262A);
        Color hook = new Color(0xA9A9AE);
        Pen hanger = pen.of(Part.HANGER);
        hanger.line(
            1.1,
            Outline.from(-figure.shoulder() + .6, 20.5)
                .bow(-3, 17.2, 0, 16.8)
                .bow(3, 17.2, figure.shoulder() - .6, 20.5),
            wood);
        hanger.draw(
            .6 * pen.camera().getScaleY(),
            new Arc2D.Double(-1.8, 9.6, 3.6, 4, 180, -230, Arc2D.OPEN),
            hook);
        hanger.line(.6, Outline.from(0, 16.8).to(0, 14.6).to(1, 13.4), hook);
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
    Pen limb = pen.of(Part.ARMS);
    limb.fill(arm.hull(1, 2, 1.15, side), figure.skin());
    limb.fill(oval(side * arm.wristX() - 1.5, arm.wristY() - 1.2, 3, 3.6), figure.skin());
    limb.line(
        .3,
        Outline.from(side * arm.shoulderX(), 24).to(side * arm.elbowX(), arm.elbowY()),
        Tint.fade(Tint.darker(figure.skin(), .4), .25));
  }

  private void legs() {
    double apart = draw.between(1, 2.6);
    Color skin = draw.chance(.15) ? new Color(0x26262B) : figure.skin();
    Color shoe = draw.colour(SHOES);
    for (int side : new int[] {-1, 1}) {
      double x = side * (figure.hip() * .5);
      double foot = side * (2.4 + apart);
      Outline leg =
          Outline.from(x - figure.hip() * .5, 50)
              .through(at(x - 3.6, 62), at(foot - 2.2, 74), at(foot - 2.5, 80), at(foot - 1.3, 95))
              .to(foot + 1.3, 95);
      leg.through(
          at(foot + 2.5, 80), at(foot + 2.2, 74), at(x + 3.6, 62), at(x + figure.hip() * .5, 50));
      pen.of(Part.LEGS).fill(leg.closed(), side < 0 ? skin : Tint.darker(skin, .05));
      pen.of(Part.SHOES).fill(oval(foot - 2, 94, 4, 4.6), shoe);
    }
  }

  private void trunk() {
    double shoulder = figure.shoulder();
    Outline side =
        Outline.from(0, 14)
            .to(2.4, 14)
            .to(2.6, 16.8)
            .bow(5, 18.4, shoulder - .6, 19.3)
            .bow(shoulder + .3, 20.6, shoulder - .5, 23)
            .through(
                at(figure.bust() - .2, 27),
                at(figure.waist() - .1, 39),
                at(figure.hip() - .1, 49),
                at(figure.hip() * .9, 56))
            .to(0, 57);
    pen.fill(side.symmetric(), figure.skin());
    pen.line(.35, Outline.from(-5.5, 20.2).bow(-2, 20.6, -.6, 21.6), shadow());
    pen.line(.35, Outline.from(5.5, 20.2).bow(2, 20.6, .6, 21.6), shadow());
  }

  private void head() {
    pen.fill(rect(-2.3, 10, 4.6, 6), Tint.darker(figure.skin(), .1));
    pen.fill(oval(-4.3, 1, 8.6, 12.4), figure.skin());
    Pen hair = pen.of(Part.HAIR);
    hair.fill(new Arc2D.Double(-4.9, -.4, 9.8, 11.5, 0, 180, Arc2D.CHORD), figure.hair());
    pen.fill(oval(-2.5, 6.6, 1.3, .9), new Color(0x2B1D17));
    pen.fill(oval(1.2, 6.6, 1.3, .9), new Color(0x2B1D17));
    pen.fill(oval(-1.3, 10, 2.6, .9), new Color(0xB4504A));
    switch (figure.hairdo()) {
      case 0 -> hair.fill(oval(-2.4, -3, 4.8, 4.4), figure.hair());
      case 1, 2 -> {
        Outline right = Outline.from(4.9, 4.5).bow(6, 9, 5.2, 13).to(3.6, 11).to(3.9, 4);
        hair.fill(right.mirrored().closed(), figure.hair());
        hair.fill(right.closed(), figure.hair());
      }
      default -> {}
    }
  }

  private void hairBehind() {
    if (figure.hairdo() == 2) {
      pen.of(Part.HAIR)
          .fill(
              Outline.from(-4.8, 4)
                  .through(at(-6.6, 12), at(-6.4, 22), at(-4, 24))
                  .to(4, 24)
                  .through(at(6.4, 22), at(6.6, 12), at(4.8, 4))
                  .closed(),
              Tint.darker(figure.hair(), .15));
    }
  }

  private Color shadow() {
    return Tint.fade(Tint.darker(figure.skin(), .45), .35);
  }
}

package io.cmaclip.trainer.garments;

import io.cmaclip.trainer.garments.Cut.Detail;
import io.cmaclip.trainer.garments.Cut.Neck;
import io.cmaclip.trainer.garments.Cut.Skirt;
import io.cmaclip.trainer.garments.Cut.Top;
import java.util.Set;

/**
 * The cut of each style. Sleeves, neckline and length vary within the range of the style, so that
 * no single measure identifies a style; together the measures do.
 */
final class Cuts {
  private static final Sleeve NO_SLEEVE = new Sleeve(0, 0);
  private static final Neck[] OPEN = {Neck.CREW, Neck.ROUND, Neck.V, Neck.SQUARE, Neck.BOAT};
  private static final Neck[] BODYCON = {Neck.ROUND, Neck.CREW, Neck.BOAT};
  private static final Neck[] SHIFT = {Neck.ROUND, Neck.BOAT, Neck.CREW};
  private static final Neck[] PENCIL = {Neck.SQUARE, Neck.ROUND, Neck.BOAT, Neck.V};
  private static final Neck[] EMPIRE = {Neck.SQUARE, Neck.V, Neck.ROUND};

  private final Draw draw;

  private Cuts(Draw draw) {
    this.draw = draw;
  }

  static Cut of(Style style, Draw draw) {
    return new Cuts(draw).of(style);
  }

  private Cut of(Style style) {
    return switch (style) {
      case A_LINE ->
          bodice(Top.SHOULDERS, draw.pick(OPEN), sleeve(.4, .15, .5, 1.2), 39, .3)
              .skirt(Skirt.FLARED, 67, 76, 15.5, 19)
              .with(seamOrBelt());
      case MAXI ->
          bodice(strapsOr(Top.SHOULDERS, .45), draw.pick(OPEN), sleeve(.6, .25, .4, 1.3), 39.5, .8)
              .skirt(Skirt.FLARED, 92, 96, 13, 16)
              .with(sometimes(.25, Detail.SLIT));
      case BODYCON ->
          bodice(
                  strapsOr(Top.SHOULDERS, .45),
                  draw.pick(BODYCON),
                  sleeve(.5, .75, .97, .2),
                  39,
                  -.3)
              .skirt(Skirt.STRAIGHT, 56.5, 62, 8, 8.8);
      case WRAP ->
          bodice(Top.SHOULDERS, Neck.SURPLICE, sleeve(.2, .95, 1.4), 38.5, .2)
              .skirt(Skirt.FLARED, 66, 82, 12.5, 16, Detail.WRAP_FRONT, Detail.SASH);
      case SKATER ->
          bodice(Top.SHOULDERS, draw.pick(OPEN), sleeve(.4, .15, .97, .5), 38.5, 0)
              .skirt(Skirt.FULL, 55, 61, 18, 22, Detail.SEAM);
      case SHIRT ->
          bodice(Top.SHOULDERS, Neck.COLLAR, sleeve(.35, .97, 1.3), 40, 1.4)
              .skirt(Skirt.FLARED, 64, 78, 10.5, 13)
              .with(shirtFront());
      case SHIFT ->
          bodice(Top.SHOULDERS, draw.pick(SHIFT), NO_SLEEVE, 40, 3)
              .skirt(Skirt.BOXY, 59, 67, 11.5, 13.5);
      case T_SHIRT ->
          bodice(Top.SHOULDERS, Neck.CREW, sleeve(.24, .36, 2.2), 42, 3.2)
              .skirt(Skirt.BOXY, 57, 67, 9.8, 11.2, Detail.NECKBAND);
      case SLIP ->
          bodice(Top.STRAPS, Neck.V, NO_SLEEVE, 40, 1.4)
              .skirt(Skirt.STRAIGHT, 68, 84, 9.6, 11, Detail.COWL);
      case PENCIL ->
          bodice(Top.SHOULDERS, draw.pick(PENCIL), sleeve(.15, .6, .4), 38.5, -.2)
              .skirt(Skirt.STRAIGHT, 70, 77, 6.8, 7.8)
              .with(seamOrBelt());
      case OFF_SHOULDER ->
          bodice(Top.OFF_SHOULDER, Neck.ROUND, sleeve(.5, .3, .9, 1.5), 39, .4)
              .skirt(Skirt.FLARED, 58, 84, 10, 15, Detail.RUFFLE);
      case SWEATER ->
          bodice(Top.SHOULDERS, Neck.TURTLE, sleeve(.9, 1, 2.4), 42, 2.6)
              .skirt(Skirt.BOXY, 57, 66, 9.5, 11.2, Detail.RIBS);
      case TIERED ->
          bodice(strapsOr(Top.SHOULDERS, .5), draw.pick(OPEN), sleeve(.5, .2, .4, 1.8), 38, 1.2)
              .skirt(Skirt.FLARED, 66, 92, 16, 19, Detail.TIERS);
      case HALTER ->
          bodice(Top.HALTER, Neck.ROUND, NO_SLEEVE, 39, .2)
              .skirt(Skirt.FLARED, 60, 84, 10, 14)
              .with(seamOrBelt());
      case ONE_SHOULDER ->
          bodice(Top.ONE_SHOULDER, Neck.ROUND, sleeve(.5, .3, .95, .8), 39, .2)
              .skirt(Skirt.FLARED, 60, 88, 9.5, 14)
              .with(sometimes(.4, Detail.SEAM));
      case EMPIRE ->
          bodice(Top.SHOULDERS, draw.pick(EMPIRE), sleeve(.12, .34, 1.2), 30.5, 0)
              .skirt(Skirt.FLARED, 78, 94, 13.5, 16.5, Detail.SASH);
      case PEPLUM ->
          bodice(Top.SHOULDERS, draw.pick(OPEN), sleeve(0, .5, .5), 38, -.2)
              .skirt(Skirt.STRAIGHT, 66, 75, 7, 8.2, Detail.PEPLUM);
      case HIGH_LOW ->
          bodice(straplessOr(Top.SHOULDERS, .4), draw.pick(OPEN), sleeve(.6, .2, .5, .8), 38.5, .2)
              .skirt(Skirt.FLARED, 82, 92, 15, 19, Detail.HIGH_LOW, Detail.SEAM);
      case MERMAID ->
          bodice(straplessOr(Top.STRAPS, .5), Neck.V, NO_SLEEVE, 39, -.3)
              .skirt(Skirt.MERMAID, 93, 96, 15, 19);
      case BALL_GOWN ->
          bodice(straplessOr(Top.STRAPS, .65), Neck.V, NO_SLEEVE, 38.5, -.4)
              .skirt(Skirt.FULL, 92, 96, 25, 31, Detail.SEAM);
      case KAFTAN ->
          bodice(Top.BATWING, Neck.V, new Sleeve(1, 0), 44, 6)
              .skirt(Skirt.BOXY, 72, 93, 14, 18, Detail.TRIM);
    };
  }

  private Bodice bodice(Top top, Neck neck, Sleeve sleeve, double waistY, double waistEase) {
    return new Bodice(draw, top, neck, sleeve, waistY, waistEase);
  }

  private Top strapsOr(Top other, double straps) {
    return draw.chance(straps) ? Top.STRAPS : other;
  }

  private Top straplessOr(Top other, double strapless) {
    return draw.chance(strapless) ? Top.STRAPLESS : other;
  }

  private Sleeve sleeve(double from, double to, double ease) {
    return new Sleeve(draw.between(from, to), ease);
  }

  /** No sleeve with probability {@code none}. */
  private Sleeve sleeve(double none, double from, double to, double ease) {
    return new Sleeve(draw.chance(none) ? 0 : draw.between(from, to), ease);
  }

  private Detail seamOrBelt() {
    return draw.chance(.35) ? Detail.BELT : Detail.SEAM;
  }

  private Detail[] shirtFront() {
    return draw.chance(.7)
        ? new Detail[] {Detail.PLACKET, Detail.BELT}
        : new Detail[] {Detail.PLACKET};
  }

  private Detail[] sometimes(double probability, Detail detail) {
    return draw.chance(probability) ? new Detail[] {detail} : new Detail[0];
  }

  private record Sleeve(double share, double ease) {}

  private record Bodice(
      Draw draw, Top top, Neck neck, Sleeve sleeve, double waistY, double waistEase) {
    /** The cut with a hem between the given heights and half widths. */
    Cut skirt(Skirt skirt, double y0, double y1, double half0, double half1, Detail... details) {
      double hemY = draw.between(y0, y1);
      double hem = draw.between(half0, half1);
      Sleeve s = sleeve;
      return new Cut(top, neck, s.share, s.ease, waistY, waistEase, hemY, hem, skirt, Set.of())
          .with(details);
    }
  }
}

package io.cmaclip.trainer.garments;

import io.cmaclip.trainer.garments.Cut.Detail;
import io.cmaclip.trainer.garments.Cut.Neck;
import io.cmaclip.trainer.garments.Cut.Skirt;
import io.cmaclip.trainer.garments.Cut.Top;
import java.util.EnumSet;
import java.util.Set;

/**
 * How each style is cut. What the style leaves open (sleeves, neckline, length within its range)
 * varies, so that no single measure gives a style away; together the measures do.
 */
final class Cuts {
  private Cuts() {}

  static Cut of(Style style, Draw draw) {
    return switch (style) {
      case A_LINE ->
          new Cut(
              Top.SHOULDERS,
              openNeck(draw),
              shortSleeve(draw),
              1.2,
              39,
              .3,
              draw.between(67, 76),
              draw.between(15.5, 19),
              Skirt.FLARED,
              seamOrBelt(draw));
      case MAXI ->
          new Cut(
              draw.chance(.45) ? Top.STRAPS : Top.SHOULDERS,
              openNeck(draw),
              draw.chance(.6) ? 0 : draw.between(.25, .4),
              1.3,
              39.5,
              .8,
              draw.between(92, 96),
              draw.between(13, 16),
              Skirt.FLARED,
              with(draw, .25, Detail.SLIT));
      case BODYCON ->
          new Cut(
              draw.chance(.45) ? Top.STRAPS : Top.SHOULDERS,
              draw.pick(Neck.ROUND, Neck.CREW, Neck.BOAT),
              draw.chance(.5) ? 0 : draw.between(.75, .97),
              .2,
              39,
              -.3,
              draw.between(56.5, 62),
              draw.between(8, 8.8),
              Skirt.STRAIGHT,
              Set.of());
      case WRAP ->
          new Cut(
              Top.SHOULDERS,
              Neck.SURPLICE,
              draw.between(.2, .95),
              1.4,
              38.5,
              .2,
              draw.between(66, 82),
              draw.between(12.5, 16),
              Skirt.FLARED,
              EnumSet.of(Detail.WRAP_FRONT, Detail.SASH));
      case SKATER ->
          new Cut(
              Top.SHOULDERS,
              openNeck(draw),
              anySleeve(draw),
              .5,
              38.5,
              0,
              draw.between(55, 61),
              draw.between(18, 22),
              Skirt.FULL,
              EnumSet.of(Detail.SEAM));
      case SHIRT ->
          new Cut(
              Top.SHOULDERS,
              Neck.COLLAR,
              draw.between(.35, .97),
              1.3,
              40,
              1.4,
              draw.between(64, 78),
              draw.between(10.5, 13),
              Skirt.FLARED,
              draw.chance(.7)
                  ? EnumSet.of(Detail.PLACKET, Detail.BELT)
                  : EnumSet.of(Detail.PLACKET));
      case SHIFT ->
          new Cut(
              Top.SHOULDERS,
              draw.pick(Neck.ROUND, Neck.BOAT, Neck.CREW),
              0,
              0,
              40,
              3,
              draw.between(59, 67),
              draw.between(11.5, 13.5),
              Skirt.BOXY,
              Set.of());
      case T_SHIRT ->
          new Cut(
              Top.SHOULDERS,
              Neck.CREW,
              draw.between(.24, .36),
              2.2,
              42,
              3.2,
              draw.between(57, 67),
              draw.between(9.8, 11.2),
              Skirt.BOXY,
              EnumSet.of(Detail.NECKBAND));
      case SLIP ->
          new Cut(
              Top.STRAPS,
              Neck.V,
              0,
              0,
              40,
              1.4,
              draw.between(68, 84),
              draw.between(9.6, 11),
              Skirt.STRAIGHT,
              EnumSet.of(Detail.COWL));
      case PENCIL ->
          new Cut(
              Top.SHOULDERS,
              draw.pick(Neck.SQUARE, Neck.ROUND, Neck.BOAT, Neck.V),
              draw.between(.15, .6),
              .4,
              38.5,
              -.2,
              draw.between(70, 77),
              draw.between(6.8, 7.8),
              Skirt.STRAIGHT,
              seamOrBelt(draw));
      case OFF_SHOULDER ->
          new Cut(
              Top.OFF_SHOULDER,
              Neck.ROUND,
              draw.chance(.5) ? 0 : draw.between(.3, .9),
              1.5,
              39,
              .4,
              draw.between(58, 84),
              draw.between(10, 15),
              Skirt.FLARED,
              EnumSet.of(Detail.RUFFLE));
      case SWEATER ->
          new Cut(
              Top.SHOULDERS,
              Neck.TURTLE,
              draw.between(.9, 1),
              2.4,
              42,
              2.6,
              draw.between(57, 66),
              draw.between(9.5, 11.2),
              Skirt.BOXY,
              EnumSet.of(Detail.RIBS));
      case TIERED ->
          new Cut(
              draw.chance(.5) ? Top.STRAPS : Top.SHOULDERS,
              openNeck(draw),
              draw.chance(.5) ? 0 : draw.between(.2, .4),
              1.8,
              38,
              1.2,
              draw.between(66, 92),
              draw.between(16, 19),
              Skirt.FLARED,
              EnumSet.of(Detail.TIERS));
      case HALTER ->
          new Cut(
              Top.HALTER,
              Neck.ROUND,
              0,
              0,
              39,
              .2,
              draw.between(60, 84),
              draw.between(10, 14),
              Skirt.FLARED,
              seamOrBelt(draw));
      case ONE_SHOULDER ->
          new Cut(
              Top.ONE_SHOULDER,
              Neck.ROUND,
              draw.chance(.5) ? 0 : draw.between(.3, .95),
              .8,
              39,
              .2,
              draw.between(60, 88),
              draw.between(9.5, 14),
              Skirt.FLARED,
              with(draw, .4, Detail.SEAM));
      case EMPIRE ->
          new Cut(
              Top.SHOULDERS,
              draw.pick(Neck.SQUARE, Neck.V, Neck.ROUND),
              draw.between(.12, .34),
              1.2,
              30.5,
              0,
              draw.between(78, 94),
              draw.between(13.5, 16.5),
              Skirt.FLARED,
              EnumSet.of(Detail.SASH));
      case PEPLUM ->
          new Cut(
              Top.SHOULDERS,
              openNeck(draw),
              draw.between(0, .5),
              .5,
              38,
              -.2,
              draw.between(66, 75),
              draw.between(7, 8.2),
              Skirt.STRAIGHT,
              EnumSet.of(Detail.PEPLUM));
      case HIGH_LOW ->
          new Cut(
              draw.chance(.4) ? Top.STRAPLESS : Top.SHOULDERS,
              openNeck(draw),
              draw.chance(.6) ? 0 : draw.between(.2, .5),
              .8,
              38.5,
              .2,
              draw.between(82, 92),
              draw.between(15, 19),
              Skirt.FLARED,
              EnumSet.of(Detail.HIGH_LOW, Detail.SEAM));
      case MERMAID ->
          new Cut(
              draw.chance(.5) ? Top.STRAPLESS : Top.STRAPS,
              Neck.V,
              0,
              0,
              39,
              -.3,
              draw.between(93, 96),
              draw.between(15, 19),
              Skirt.MERMAID,
              Set.of());
      case BALL_GOWN ->
          new Cut(
              draw.chance(.65) ? Top.STRAPLESS : Top.STRAPS,
              Neck.V,
              0,
              0,
              38.5,
              -.4,
              draw.between(92, 96),
              draw.between(25, 31),
              Skirt.FULL,
              EnumSet.of(Detail.SEAM));
      case KAFTAN ->
          new Cut(
              Top.BATWING,
              Neck.V,
              1,
              0,
              44,
              6,
              draw.between(72, 93),
              draw.between(14, 18),
              Skirt.BOXY,
              EnumSet.of(Detail.TRIM));
    };
  }

  private static Neck openNeck(Draw draw) {
    return draw.pick(Neck.CREW, Neck.ROUND, Neck.V, Neck.SQUARE, Neck.BOAT);
  }

  private static double shortSleeve(Draw draw) {
    return draw.chance(.4) ? 0 : draw.between(.15, .5);
  }

  private static double anySleeve(Draw draw) {
    return draw.chance(.4) ? 0 : draw.between(.15, .97);
  }

  private static Set<Detail> seamOrBelt(Draw draw) {
    return draw.chance(.35) ? EnumSet.of(Detail.BELT) : EnumSet.of(Detail.SEAM);
  }

  private static Set<Detail> with(Draw draw, double probability, Detail detail) {
    return draw.chance(probability) ? EnumSet.of(detail) : Set.of();
  }
}

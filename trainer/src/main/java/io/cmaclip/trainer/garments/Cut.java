package io.cmaclip.trainer.garments;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The shape of one dress on a body of height 100; y grows downwards from the crown.
 *
 * @param sleeve share of the arm that is covered, 0..1
 * @param sleeveEase added to the arm's half width at the end of the sleeve
 * @param waistY height of the waist seam
 * @param waistEase added to the body's half width at the waist seam
 * @param hemY lowest point of the side
 * @param hem half width at the hem
 */
record Cut(
    Top top,
    Neck neck,
    double sleeve,
    double sleeveEase,
    double waistY,
    double waistEase,
    double hemY,
    double hem,
    Skirt skirt,
    Set<Detail> details) {

  /** The support of the dress. */
  enum Top {
    SHOULDERS,
    STRAPS,
    STRAPLESS,
    HALTER,
    OFF_SHOULDER,
    ONE_SHOULDER,
    BATWING
  }

  /** Neckline of a dress that covers both shoulders. */
  enum Neck {
    CREW,
    ROUND,
    V,
    SQUARE,
    BOAT,
    TURTLE,
    COLLAR,
    SURPLICE
  }

  /** The line of the side from the seam to the hem. */
  enum Skirt {
    STRAIGHT,
    FLARED,
    FULL,
    MERMAID,
    BOXY
  }

  /** Other features by which styles differ. */
  enum Detail {
    BELT,
    SASH,
    PLACKET,
    WRAP_FRONT,
    PEPLUM,
    TIERS,
    HIGH_LOW,
    RIBS,
    RUFFLE,
    SLIT,
    NECKBAND,
    COWL,
    SEAM,
    TRIM
  }

  /** The same cut with more details. */
  Cut with(Detail... more) {
    Set<Detail> all = EnumSet.noneOf(Detail.class);
    all.addAll(details);
    all.addAll(Arrays.asList(more));
    return new Cut(top, neck, sleeve, sleeveEase, waistY, waistEase, hemY, hem, skirt, all);
  }

  boolean has(Detail detail) {
    return details.contains(detail);
  }
}

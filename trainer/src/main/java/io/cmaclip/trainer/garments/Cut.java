package io.cmaclip.trainer.garments;

import java.util.Set;

/**
 * The shape of one dress on a body of height 100, y downwards from the crown.
 *
 * @param sleeve share of the arm that is covered, 0..1
 * @param sleeveEase how much wider than the arm the sleeve ends
 * @param waistY height of the seam
 * @param waistEase added to the body's half width at the seam
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

  /** What holds the dress up. */
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

  /** How the side runs from the seam to the hem. */
  enum Skirt {
    STRAIGHT,
    FLARED,
    FULL,
    MERMAID,
    BOXY
  }

  /** What else tells one style from another. */
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

  boolean has(Detail detail) {
    return details.contains(detail);
  }
}

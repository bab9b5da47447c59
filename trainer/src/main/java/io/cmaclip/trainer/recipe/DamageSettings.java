package io.cmaclip.trainer.recipe;

/**
 * Label noise to add to the training split, for measuring how robust a recipe is. Validation labels
 * stay unchanged.
 *
 * @param wrongLabels share of the labels that are replaced by a random other class of their task; 0
 *     to 0.9
 * @param hiddenLabels share of the listings that lose all their labels, 0 to 0.99
 */
public record DamageSettings(double wrongLabels, double hiddenLabels) {
  /** No label noise. */
  public static final DamageSettings NONE = new DamageSettings(0, 0);

  public DamageSettings {
    Range.check("damage.wrongLabels", wrongLabels, 0, 0.9);
    Range.check("damage.hiddenLabels", hiddenLabels, 0, 0.99);
  }
}

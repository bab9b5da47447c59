package io.cmaclip.trainer.recipe;

/**
 * What is done to the labels of the training split before a run, to find out how a recipe bears it.
 * Validation stays as it is.
 *
 * @param wrongLabels share of the labels that are replaced by another class of their task, each
 *     other class alike; 0 to 0.9
 * @param hiddenLabels share of the listings that lose all their labels, 0 to 0.99
 */
public record DamageSettings(double wrongLabels, double hiddenLabels) {
  /** Labels as they are. */
  public static final DamageSettings NONE = new DamageSettings(0, 0);

  public DamageSettings {
    Range.check("damage.wrongLabels", wrongLabels, 0, 0.9);
    Range.check("damage.hiddenLabels", hiddenLabels, 0, 0.99);
  }
}

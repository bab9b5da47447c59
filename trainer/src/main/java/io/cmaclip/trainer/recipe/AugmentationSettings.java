package io.cmaclip.trainer.recipe;

/**
 * How training listings are varied.
 *
 * @param wordDropout chance of each word of a title to be left out; one word always stays; 0 to 0.9
 * @param modalityDropout chance of a listing with both modalities to lose one of them; 0 to 0.9
 * @param swappedPairs chance of a listing to get another one's image or title, label kept; 0 to 0.9
 * @param corrupted chance of a listing with both modalities to have its image or its title made
 *     meaningless, label kept; 0 to 0.9
 * @param flip chance of an image to be mirrored left to right, 0 to 1
 * @param scale images are scaled by a factor of up to 1 + scale either way, 0 to 0.9
 * @param shift images are moved by up to this share of their sides, 0 to 0.9
 */
public record AugmentationSettings(
    double wordDropout,
    double modalityDropout,
    double swappedPairs,
    double corrupted,
    double flip,
    double scale,
    double shift) {
  /** Every listing as it is. */
  public static final AugmentationSettings NONE = new AugmentationSettings(0, 0, 0, 0, 0, 0, 0);

  public AugmentationSettings {
    Range.check("augmentation.wordDropout", wordDropout, 0, 0.9);
    Range.check("augmentation.modalityDropout", modalityDropout, 0, 0.9);
    Range.check("augmentation.swappedPairs", swappedPairs, 0, 0.9);
    Range.check("augmentation.corrupted", corrupted, 0, 0.9);
    Range.check("augmentation.flip", flip, 0, 1);
    Range.check("augmentation.scale", scale, 0, 0.9);
    Range.check("augmentation.shift", shift, 0, 0.9);
  }

  /** Whether a listing's own image looks different each time. */
  public boolean variesImages() {
    return flip > 0 || scale > 0 || shift > 0;
  }

  /** Whether a listing's own title reads different each time. */
  public boolean variesTitles() {
    return wordDropout > 0;
  }

  /** The same with images and titles as they are; they may still be swapped, dropped or spoilt. */
  public AugmentationSettings unvaried() {
    return new AugmentationSettings(0, modalityDropout, swappedPairs, corrupted, 0, 0, 0);
  }
}

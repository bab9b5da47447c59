package io.cmaclip.trainer.recipe;

import static java.util.Objects.requireNonNullElse;

/**
 * Data augmentation of training listings.
 *
 * @param wordDropout probability that a word of a title is dropped; one word always stays; 0 to 0.9
 * @param modalityDropout probability that a listing with both modalities loses one of them; 0 to
 *     0.9
 * @param swappedPairs probability that a listing gets another listing's image or title and keeps
 *     its labels; 0 to 0.9
 * @param corrupted probability that the image or the title of a listing with both modalities is
 *     corrupted and its labels are kept; 0 to 0.9
 * @param flip probability that an image is mirrored left to right, 0 to 1
 * @param scale images are enlarged or reduced by a factor of up to 1 + scale, 0 to 0.9
 * @param shift images are shifted by up to this share of their sides, 0 to 0.9
 * @param erasing probability that a rectangle of an image is replaced by random pixels (random
 *     erasing: Zhong et al., 2020), 0 to 1; default 0
 */
public record AugmentationSettings(
    double wordDropout,
    double modalityDropout,
    double swappedPairs,
    double corrupted,
    double flip,
    double scale,
    double shift,
    Double erasing) {
  /** No augmentation. */
  public static final AugmentationSettings NONE =
      new AugmentationSettings(0, 0, 0, 0, 0, 0, 0, 0.0);

  public AugmentationSettings {
    Range.check("augmentation.wordDropout", wordDropout, 0, 0.9);
    Range.check("augmentation.modalityDropout", modalityDropout, 0, 0.9);
    Range.check("augmentation.swappedPairs", swappedPairs, 0, 0.9);
    Range.check("augmentation.corrupted", corrupted, 0, 0.9);
    Range.check("augmentation.flip", flip, 0, 1);
    Range.check("augmentation.scale", scale, 0, 0.9);
    Range.check("augmentation.shift", shift, 0, 0.9);
    erasing = requireNonNullElse(erasing, 0.0);
    Range.check("augmentation.erasing", erasing, 0, 1);
  }

  /** Whether augmentation changes a listing's own image in each epoch. */
  public boolean augmentsImages() {
    return flip > 0 || scale > 0 || shift > 0 || erasing > 0;
  }

  /** Whether augmentation changes a listing's own title in each epoch. */
  public boolean augmentsTitles() {
    return wordDropout > 0;
  }

  /**
   * The same without changes to images and titles; they may still be swapped, dropped or corrupted.
   */
  public AugmentationSettings withoutAugmentation() {
    return new AugmentationSettings(0, modalityDropout, swappedPairs, corrupted, 0, 0, 0, 0.0);
  }
}

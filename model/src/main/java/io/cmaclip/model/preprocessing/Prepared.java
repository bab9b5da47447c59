package io.cmaclip.model.preprocessing;

import io.cmaclip.model.prediction.ModalityStatus;

/**
 * The result of preparing a listing.
 *
 * @param listing input for inference; null if neither modality is usable
 * @param image USED, MISSING or UNREADABLE
 * @param text USED or MISSING
 * @param imageIndex index of the used image; {@link #NO_IMAGE} if no image is used
 * @param imageProblem why the last image is unreadable; null if an image is used or none is given
 */
public record Prepared(
    PreparedListing listing,
    ModalityStatus image,
    ModalityStatus text,
    int imageIndex,
    String imageProblem) {
  public static final int NO_IMAGE = -1;
}

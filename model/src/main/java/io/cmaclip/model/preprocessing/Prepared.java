package io.cmaclip.model.preprocessing;

import io.cmaclip.model.prediction.ModalityStatus;

/**
 * What preparing a listing came to.
 *
 * @param listing for the forward; null when neither modality is usable
 * @param image USED, MISSING or UNREADABLE
 * @param text USED or MISSING
 * @param imageIndex which of the given images is used; {@link #NO_IMAGE} for none
 * @param imageProblem why the last image could not be read; null when one is used or none given
 */
public record Prepared(
    PreparedListing listing,
    ModalityStatus image,
    ModalityStatus text,
    int imageIndex,
    String imageProblem) {
  public static final int NO_IMAGE = -1;
}

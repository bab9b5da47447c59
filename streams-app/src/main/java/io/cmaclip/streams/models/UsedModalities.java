package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModalityStatus;

/**
 * What of a listing its answer rests on.
 *
 * @param image used, or why not
 * @param text used, or why not
 * @param imageIndex in the listing's images of the one used; null when none was
 */
public record UsedModalities(ModalityStatus image, ModalityStatus text, Integer imageIndex) {}

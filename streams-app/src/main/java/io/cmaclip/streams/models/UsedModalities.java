package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModalityStatus;

/**
 * The modalities that a prediction used.
 *
 * @param image used, or why not
 * @param text used, or why not
 * @param imageIndex index of the image used in the listing, or null
 */
public record UsedModalities(ModalityStatus image, ModalityStatus text, Integer imageIndex) {}

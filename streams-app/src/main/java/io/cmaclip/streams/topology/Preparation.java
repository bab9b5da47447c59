package io.cmaclip.streams.topology;

import io.cmaclip.model.predictor.ModalityStatus;
import io.cmaclip.model.predictor.PreparedListing;

/**
 * What a listing became for the model.
 *
 * @param listing null when neither a picture nor a title can be used
 * @param image what became of the pictures
 * @param text what became of the title
 * @param pictureIndex index of the picture used among those given, from 0; null when none was
 */
public record Preparation(
    PreparedListing listing, ModalityStatus image, ModalityStatus text, Integer pictureIndex) {}

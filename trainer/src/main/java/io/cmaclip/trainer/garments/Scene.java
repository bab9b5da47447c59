package io.cmaclip.trainer.garments;

import java.util.Map;

/**
 * A rendered listing with what is visible where.
 *
 * @param image JPEG file
 * @param parts what the image shows
 * @param named by task: the words of the title that name the label of the image
 */
public record Scene(String title, byte[] image, PartMap parts, Map<String, String> named) {}

package io.cmaclip.model.listings;

import java.util.Map;

/**
 * One row of a listings folder.
 *
 * @param id unique within the folder
 * @param title may be empty, never null
 * @param fileName image path inside the folder; null when the row names no image
 * @param image the bytes of that image; null when the row names none or the file is not there
 * @param fields every other text field of the row (labels of tasks, {@code noise}), in file order;
 *     an absent, null or empty field is not in the map
 */
public record Listing(
    String id, String title, String fileName, byte[] image, Map<String, String> fields) {}

package io.cmaclip.model.listings;

import java.util.Map;

/**
 * One row of a data set.
 *
 * @param id unique within the data set
 * @param title may be empty, never null
 * @param fileName image path inside the data set; null when the row has no image
 * @param image content of the image file; null when there is no image or the file is missing
 * @param fields all other text fields (labels of tasks, {@code noise}) in file order, without null
 *     and empty values
 */
public record Listing(
    String id, String title, String fileName, byte[] image, Map<String, String> fields) {}

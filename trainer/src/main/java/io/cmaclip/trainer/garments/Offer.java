package io.cmaclip.trainer.garments;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One listing of the shop, without its image.
 *
 * @param garment the garment for sale
 * @param shown the garment in the image; another one after an image swap
 * @param labels label by task; some are missing
 */
record Offer(
    int index,
    String id,
    String title,
    Garment garment,
    Garment shown,
    Map<String, String> labels,
    Noise noise) {

  String fileName() {
    return "images/" + id + ".jpg";
  }

  /** The row of metadata.jsonl. */
  Map<String, String> row() {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("file_name", fileName());
    row.put("id", id);
    row.put("title", title);
    row.putAll(labels);
    row.put("noise", noise.label());
    return row;
  }
}

package io.cmaclip.trainer.garments;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One listing of the shop, without its image.
 *
 * @param garment what is sold
 * @param shown what the image shows; another garment when the images were swapped
 * @param labels task to label, without those the shop forgot
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

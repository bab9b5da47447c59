package io.cmaclip.trainer.data;

import java.util.Map;

/**
 * A listing, its title not yet tokenised.
 *
 * @param title blank when there is none
 * @param image hash of the image file's bytes: equal images have equal hashes; null when there is
 *     none
 * @param fields text fields of the row that may be tasks
 * @param levels of the image; null when there is no readable one
 */
public record RawListing(String title, String image, Map<String, String> fields, Levels levels) {
  public RawListing {
    fields = Map.copyOf(fields);
  }

  /**
   * A listing with its image in memory.
   *
   * @param pixels 8-bit levels, RGB, channels first; null when there is no readable image
   */
  public RawListing(String title, byte[] pixels, String image, Map<String, String> fields) {
    this(title, image, fields, pixels == null ? null : () -> pixels);
  }

  /** 8-bit levels, RGB, channels first; null when there is no readable image. */
  public byte[] pixels() {
    return levels == null ? null : levels.get();
  }
}

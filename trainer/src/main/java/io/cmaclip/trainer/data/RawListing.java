package io.cmaclip.trainer.data;

import java.util.Map;

/**
 * A listing whose title is not tokenised yet.
 *
 * @param title blank when missing
 * @param image hash of the image file's bytes; null without an image
 * @param fields text fields of the row that may be tasks
 * @param levels of the image; null without a readable image
 */
public record RawListing(String title, String image, Map<String, String> fields, Levels levels) {
  public RawListing {
    fields = Map.copyOf(fields);
  }

  /**
   * A listing with its image in memory.
   *
   * @param pixels 8-bit levels, RGB, channels first; null without a readable image
   */
  public RawListing(String title, byte[] pixels, String image, Map<String, String> fields) {
    this(title, image, fields, pixels == null ? null : () -> pixels);
  }

  /** 8-bit levels, RGB, channels first; null without a readable image. */
  public byte[] pixels() {
    return levels == null ? null : levels.get();
  }
}

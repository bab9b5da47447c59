package io.cmaclip.trainer.data;

import java.util.Map;

/**
 * A listing, its title not yet tokenised.
 *
 * @param title blank when there is none
 * @param picture hash of the picture file's bytes: equal pictures have equal hashes; null when
 *     there is none
 * @param fields text fields of the row that may be tasks
 * @param levels of the picture; null when there is no readable one
 */
public record RawListing(String title, String picture, Map<String, String> fields, Levels levels) {
  public RawListing {
    fields = Map.copyOf(fields);
  }

  /**
   * A listing with its picture in memory.
   *
   * @param pixels 8-bit levels, RGB, channels first; null when there is no readable picture
   */
  public RawListing(String title, byte[] pixels, String picture, Map<String, String> fields) {
    this(title, picture, fields, pixels == null ? null : () -> pixels);
  }

  /** 8-bit levels, RGB, channels first; null when there is no readable picture. */
  public byte[] pixels() {
    return levels == null ? null : levels.get();
  }
}

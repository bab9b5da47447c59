package io.cmaclip.trainer.data;

import java.util.Map;

/**
 * A listing with its picture decoded, its title not yet tokenised.
 *
 * @param title blank when there is none
 * @param pixels 8-bit levels, RGB, channels first; null when there is no readable picture
 * @param picture hash of the picture file's bytes: equal pictures have equal hashes; null when
 *     there is none
 * @param fields text fields of the row that may be tasks
 */
public record RawListing(String title, byte[] pixels, String picture, Map<String, String> fields) {
  public RawListing {
    fields = Map.copyOf(fields);
  }
}

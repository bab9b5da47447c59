package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;
import java.util.List;

/** Turns listings into pixels and tokens. Must be thread-safe. */
@FunctionalInterface
public interface Preparer {
  /**
   * Prepares a listing.
   *
   * @param title may be blank
   * @param images image files in order of preference; may be empty
   */
  Prepared prepare(String title, List<byte[]> images);
}

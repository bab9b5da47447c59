package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;
import java.util.List;

/** Makes pixels and tokens of a listing. Called by any thread, several at once. */
@FunctionalInterface
public interface Preparer {
  /**
   * Prepares title and images.
   *
   * @param title may be blank
   * @param images image files, most important first; may be empty
   */
  Prepared prepare(String title, List<byte[]> images);
}

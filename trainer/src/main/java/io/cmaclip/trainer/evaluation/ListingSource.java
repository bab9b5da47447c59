package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.Map;

/** Labelled listings in file order. Thread-safe. */
public interface ListingSource {
  /** Field that names the kind of noise in a listing; absent or {@link #CLEAN} = no noise. */
  String NOISE = "noise";

  String CLEAN = "none";

  int size();

  String title(int listing);

  /** All fields of the row: labels by task, {@value #NOISE} and others. */
  Map<String, String> fields(int listing);

  /** The input of the model; null when neither modality is usable. Decodes the image. */
  PreparedListing prepare(int listing);

  /** Token ids of a title; empty when it has none. */
  int[] tokens(String title);

  /**
   * The input of the model for an image and a title; null when neither modality is usable.
   *
   * @param pixels null when there is no image
   */
  static PreparedListing prepared(byte[] pixels, int[] tokens) {
    return pixels == null && tokens.length == 0
        ? null
        : new PreparedListing(pixels, tokens.length == 0 ? null : tokens);
  }
}

package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.Map;

/** Labelled listings in file order. Any number of threads may ask at once. */
public interface ListingSource {
  /** Field of a row that names what was done to it; {@link #CLEAN} or absent: nothing. */
  String NOISE = "noise";

  String CLEAN = "none";

  int size();

  String title(int listing);

  /** Labels by task; {@value #NOISE} where the data says it; other fields too. */
  Map<String, String> fields(int listing);

  /** The listing for the forward; null when neither modality is usable. Decodes its image. */
  PreparedListing prepare(int listing);

  /** Token ids of a title as for the forward; empty when it has none. */
  int[] tokens(String title);
}

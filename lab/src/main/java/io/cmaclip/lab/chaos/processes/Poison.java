package io.cmaclip.lab.chaos.processes;

import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Preparer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Poison-pill listings: a word in the title makes every inference call with the listing fail.
 * Thread-safe.
 */
public final class Poison {
  /** The word that marks a poison-pill listing. */
  public static final String WORD = "poisonous";

  /** Weak and by identity: a prepared listing defines no equals. */
  private final Set<PreparedListing> poisonous =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  Preparer detecting(Preparer preparer) {
    return (title, images) -> detect(preparer, title, images);
  }

  boolean isIn(PreparedListing listing) {
    return poisonous.contains(listing);
  }

  private Prepared detect(Preparer preparer, String title, List<byte[]> images) {
    Prepared prepared = preparer.prepare(title, images);
    if (title.contains(WORD) && prepared.listing() != null) {
      poisonous.add(prepared.listing());
    }
    return prepared;
  }
}

package io.cmaclip.trainer.data;

import io.cmaclip.trainer.recipe.DamageSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Replaces and removes training labels at random, reproducibly by seed. */
public final class LabelDamage {
  private final DamageSettings settings;
  private final long seed;

  public LabelDamage(DamageSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Returns the listings with damaged labels. Titles, images and fields that are not tasks stay
   * unchanged.
   */
  public List<RawListing> of(List<RawListing> listings, List<TaskClasses> tasks) {
    if (settings.equals(DamageSettings.NONE)) {
      return listings;
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<RawListing> damaged = new ArrayList<>(listings.size());
    for (RawListing listing : listings) {
      boolean hidden = random.nextDouble() < settings.hiddenLabels();
      Map<String, String> fields = new HashMap<>(listing.fields());
      for (TaskClasses task : tasks) {
        boolean wrong = random.nextDouble() < settings.wrongLabels();
        // Counted from the label's own index, so that the label itself is never drawn.
        int step = 1 + random.nextInt(task.classes().size() - 1);
        int own = task.classes().indexOf(fields.getOrDefault(task.name(), ""));
        if (hidden) {
          fields.remove(task.name());
        } else if (wrong && own >= 0) {
          fields.put(task.name(), task.classes().get((own + step) % task.classes().size()));
        }
      }
      damaged.add(new RawListing(listing.title(), listing.image(), fields, listing.levels()));
    }
    return damaged;
  }
}

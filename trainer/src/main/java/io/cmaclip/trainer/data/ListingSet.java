package io.cmaclip.trainer.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One split, in memory. Immutable, so threads share it; the arrays it returns are its own. */
public final class ListingSet {
  private static final int[] NO_TOKENS = {};

  private final List<byte[]> pixels = new ArrayList<>();
  private final List<int[]> tokens = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final List<int[]> labels = new ArrayList<>();
  private final List<Integer> titleGroups = new ArrayList<>();
  private final List<Integer> pictureGroups = new ArrayList<>();

  /**
   * Tokenises titles and numbers labels. Listings with neither picture nor title are left out: no
   * model input can be made of them.
   *
   * @param tokenize title to token ids with start and end; empty when it leaves no token
   */
  public ListingSet(
      List<RawListing> listings, List<TaskClasses> tasks, Function<String, int[]> tokenize) {
    Map<String, Integer> titleNumbers = new HashMap<>();
    Map<String, Integer> pictureNumbers = new HashMap<>();
    for (RawListing listing : listings) {
      int[] encoded = listing.title().isBlank() ? NO_TOKENS : tokenize.apply(listing.title());
      boolean hasText = encoded.length > 0;
      if (hasText || listing.pixels() != null) {
        pixels.add(listing.pixels());
        titles.add(listing.title());
        tokens.add(hasText ? encoded : null);
        labels.add(TaskClasses.labels(tasks, listing.fields()));
        titleGroups.add(number(titleNumbers, hasText ? titleKey(listing.title()) : null));
        pictureGroups.add(
            number(pictureNumbers, listing.pixels() == null ? null : listing.picture()));
      }
    }
  }

  /** The form in which two titles count as equal. */
  static String titleKey(String title) {
    return title.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  private static int number(Map<String, Integer> numbers, String key) {
    return key == null ? -1 : numbers.computeIfAbsent(key, k -> numbers.size());
  }

  public int size() {
    return labels.size();
  }

  /** 8-bit levels, RGB, channels first; null when there is no picture. */
  public byte[] pixels(int listing) {
    return pixels.get(listing);
  }

  /** Token ids with start and end; null when there is no title. */
  public int[] tokens(int listing) {
    return tokens.get(listing);
  }

  /** The title as given; blank when there is none. */
  public String title(int listing) {
    return titles.get(listing);
  }

  /** Class number; -1 = no label. */
  public int label(int listing, int task) {
    return labels.get(listing)[task];
  }

  /** Equal for equal titles; -1 when there is none. */
  public int titleGroup(int listing) {
    return titleGroups.get(listing);
  }

  /** Equal for equal pictures; -1 when there is none. */
  public int pictureGroup(int listing) {
    return pictureGroups.get(listing);
  }

  public boolean hasBoth(int listing) {
    return pixels(listing) != null && tokens(listing) != null;
  }
}

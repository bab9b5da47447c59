package io.cmaclip.trainer.data;

import io.cmaclip.model.files.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One split of a data set: titles and labels in memory, images behind {@link Levels}. Immutable and
 * thread-safe; callers must not change the arrays that it returns.
 */
public final class ListingSet {
  private static final int[] NO_TOKENS = {};

  private final List<Levels> levels = new ArrayList<>();
  private final List<int[]> tokens = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final List<int[]> labels = new ArrayList<>();
  private final List<Integer> titleGroups = new ArrayList<>();
  private final List<Integer> imageGroups = new ArrayList<>();
  private final int tasks;
  private final byte[] digest;

  /**
   * Tokenises titles and numbers labels. Leaves out listings with neither an image nor a title,
   * because they yield no model input.
   *
   * @param tokenize title to token ids with start and end; empty when the title has no token
   */
  public ListingSet(
      List<RawListing> listings, List<TaskClasses> tasks, Function<String, int[]> tokenize) {
    this.tasks = tasks.size();
    Map<String, Integer> titleNumbers = new HashMap<>();
    Map<String, Integer> imageNumbers = new HashMap<>();
    MessageDigest hash = Checksum.sha256();
    for (RawListing listing : listings) {
      int[] encoded = listing.title().isBlank() ? NO_TOKENS : tokenize.apply(listing.title());
      boolean hasText = encoded.length > 0;
      if (hasText || listing.levels() != null) {
        levels.add(listing.levels());
        titles.add(listing.title());
        tokens.add(hasText ? encoded : null);
        int[] classes = TaskClasses.labels(tasks, listing.fields());
        labels.add(classes);
        hash.update(
            (listing.title() + "\n" + listing.image() + "\n" + Arrays.toString(classes) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        titleGroups.add(number(titleNumbers, hasText ? titleKey(listing.title()) : null));
        imageGroups.add(number(imageNumbers, listing.levels() == null ? null : listing.image()));
      }
    }
    digest = hash.digest();
  }

  /** The normal form of a title: titles with the same key count as equal. */
  static String titleKey(String title) {
    return title.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  private static int number(Map<String, Integer> numbers, String key) {
    return key == null ? -1 : numbers.computeIfAbsent(key, k -> numbers.size());
  }

  public int size() {
    return labels.size();
  }

  /** Number of tasks. */
  public int tasks() {
    return tasks;
  }

  /** SHA-256 over titles, image files and labels, in order. */
  public byte[] digest() {
    return digest.clone();
  }

  /** 8-bit levels, RGB, channels first; null without an image. */
  public byte[] pixels(int listing) {
    return hasImage(listing) ? levels.get(listing).get() : null;
  }

  public boolean hasImage(int listing) {
    return levels.get(listing) != null;
  }

  /** Token ids with start and end; null without a title. */
  public int[] tokens(int listing) {
    return tokens.get(listing);
  }

  /** Tokens of the title, start and end included; 0 without a title. */
  public int titleLength(int listing) {
    return tokens.get(listing) == null ? 0 : tokens.get(listing).length;
  }

  /** Sorts listings by title length, shortest first; the sort is stable. */
  public int[] byTitleLength(IntStream some) {
    return some.boxed()
        .sorted(Comparator.comparingInt(this::titleLength))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The title as given; blank without a title. */
  public String title(int listing) {
    return titles.get(listing);
  }

  /** Class number; -1 = no label. */
  public int label(int listing, int task) {
    return labels.get(listing)[task];
  }

  /** Equal for equal titles; -1 without a title. */
  public int titleGroup(int listing) {
    return titleGroups.get(listing);
  }

  /** Equal for equal images; -1 without an image. */
  public int imageGroup(int listing) {
    return imageGroups.get(listing);
  }

  public boolean hasBoth(int listing) {
    return hasImage(listing) && tokens(listing) != null;
  }
}

package io.cmaclip.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Splits validation listings off the training listings. Listings that share a title or an image
 * stay in the same split, because validation would otherwise measure memorisation.
 */
public record ValidationCut(List<RawListing> training, List<RawListing> validation) {
  public ValidationCut {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Moves about {@code share} of the listings to the validation split.
   *
   * @param share above 0 and below 1
   */
  public static ValidationCut of(List<RawListing> listings, double share, long seed) {
    Relations relations = new Relations(listings.size());
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < listings.size(); i++) {
      RawListing listing = listings.get(i);
      if (!listing.title().isBlank()) {
        relations.join(
            i, seen.computeIfAbsent("title " + ListingSet.titleKey(listing.title()), fresh(i)));
      }
      if (listing.image() != null) {
        relations.join(i, seen.computeIfAbsent("image " + listing.image(), fresh(i)));
      }
    }
    Map<Integer, List<Integer>> families = new TreeMap<>();
    for (int i = 0; i < listings.size(); i++) {
      families.computeIfAbsent(relations.root(i), root -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> shuffled = new ArrayList<>(families.values());
    Collections.shuffle(shuffled, new Random(seed));
    List<Integer> training = new ArrayList<>();
    List<Integer> validation = new ArrayList<>();
    for (List<Integer> family : shuffled) {
      boolean fits = validation.size() + family.size() <= Math.max(1, share * listings.size());
      (fits ? validation : training).addAll(family);
    }
    return new ValidationCut(pick(listings, training), pick(listings, validation));
  }

  private static Function<String, Integer> fresh(int listing) {
    return key -> listing;
  }

  private static List<RawListing> pick(List<RawListing> listings, List<Integer> indices) {
    return indices.stream().sorted().map(listings::get).toList();
  }

  /** Disjoint sets (union-find) of listings that must stay together. */
  private static final class Relations {
    private final int[] parent;

    Relations(int size) {
      parent = new int[size];
      for (int i = 0; i < size; i++) {
        parent[i] = i;
      }
    }

    int root(int listing) {
      int root = listing;
      while (parent[root] != root) {
        parent[root] = parent[parent[root]];
        root = parent[root];
      }
      return root;
    }

    void join(int one, int other) {
      parent[root(one)] = root(other);
    }
  }
}

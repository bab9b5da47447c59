package io.cmaclip.trainer.data;

import io.cmaclip.model.listings.MetadataOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Training listings and listings that reviewers have decided. */
public final class DecidedLabels {
  private DecidedLabels() {}

  /** Title and image: listings with the same content are the same listing. */
  private record Content(String title, String image) {
    static Content of(RawListing listing) {
      return new Content(listing.title(), listing.image());
    }
  }

  /** The listings that are not decided. */
  public static List<RawListing> without(List<RawListing> decided, List<RawListing> listings) {
    Set<Content> contents = decided.stream().map(Content::of).collect(Collectors.toSet());
    return listings.stream().filter(some -> !contents.contains(Content.of(some))).toList();
  }

  /**
   * The training listings with the decided ones at the end. A decided label replaces the label of a
   * training listing with the same title and image; for a task that is not applicable, that label
   * is removed.
   */
  public static List<RawListing> into(List<RawListing> training, List<RawListing> decided) {
    Map<Content, Map<String, String>> labels = new HashMap<>();
    decided.forEach(listing -> labels.put(Content.of(listing), new HashMap<>()));
    List<RawListing> all = new ArrayList<>();
    for (RawListing listing : training) {
      Map<String, String> given = labels.get(Content.of(listing));
      if (given == null) {
        all.add(listing);
      } else {
        given.putAll(listing.fields());
      }
    }
    for (RawListing listing : decided) {
      Map<String, String> fields = new HashMap<>(labels.get(Content.of(listing)));
      fields.putAll(listing.fields());
      String notApplicable = fields.remove(MetadataOptions.NOT_APPLICABLE);
      if (notApplicable != null) {
        fields.keySet().removeAll(List.of(notApplicable.split(",")));
      }
      all.add(new RawListing(listing.title(), listing.image(), fields, listing.levels()));
    }
    return all;
  }
}

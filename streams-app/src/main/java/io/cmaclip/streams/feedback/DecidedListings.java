package io.cmaclip.streams.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.listings.MetadataOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Writes decided listings as a data set in ImageFolder form, with the labels of the reviewers. The
 * same records give the same bytes, in whatever order the partitions are read. Used by one thread.
 */
public final class DecidedListings {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path images;
  private final Path metadata;
  private final Predicate<ReviewItem> wanted;
  private final DecisionsInForce decisions = new DecisionsInForce();

  /** Rows by key: the last content of a listing that was decided. */
  private final Map<String, Map<String, Object>> rows = new TreeMap<>();

  /**
   * The data set.
   *
   * @param rows number of listings
   * @param withoutImage those whose review item has no image bytes: named by URL, or too large
   * @param hash SHA-256 of the metadata, which names images by their SHA-256
   */
  public record Written(int rows, long withoutImage, String hash) {}

  /**
   * @param folder exists
   * @param wanted review items whose listings are written
   */
  public DecidedListings(Path folder, Predicate<ReviewItem> wanted) throws IOException {
    this.images = Files.createDirectories(folder.resolve("images"));
    this.metadata = folder.resolve("metadata.jsonl");
    this.wanted = wanted;
  }

  /** Adds a decision; all decisions come before the first item. */
  public void add(byte[] key, ReviewDecision decision) {
    decisions.add(key, decision);
  }

  /** Adds a review item, in the order of its partition. Writes its image. */
  public void add(byte[] key, ReviewItem item) {
    Map<String, ReviewDecision> decided =
        decisions.of(ReviewedContent.of(key, item.getAttributes().getContentHash()));
    if (decided.isEmpty() || !wanted.test(item)) {
      return;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    String id = new String(key, StandardCharsets.UTF_8);
    row.put("id", id);
    row.put("title", item.getListing().getTitle());
    String image = image(item.getListing());
    if (image != null) {
      row.put("file_name", "images/" + image);
    }
    List<String> notApplicable = new ArrayList<>();
    new TreeMap<>(decided)
        .forEach(
            (task, decision) -> {
              if (decision.getKind() == DecisionKind.LABEL) {
                row.put(task, decision.getLabel());
              } else {
                notApplicable.add(task);
              }
            });
    if (!notApplicable.isEmpty()) {
      row.put(MetadataOptions.NOT_APPLICABLE, String.join(",", notApplicable));
    }
    rows.put(id, row);
  }

  /** Writes the metadata. */
  public Written finish() throws IOException {
    StringBuilder lines = new StringBuilder();
    long withoutImage = 0;
    for (Map<String, Object> row : rows.values()) {
      lines.append(JSON.writeValueAsString(row)).append('\n');
      withoutImage += row.containsKey("file_name") ? 0 : 1;
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    Files.write(metadata, bytes);
    return new Written(rows.size(), withoutImage, Checksum.of(bytes));
  }

  /** The name of the first image with bytes; null without one. */
  private String image(ProductListing listing) {
    for (ListingImage image : listing.getImages()) {
      if (image.getBytes() != null) {
        byte[] bytes = new byte[image.getBytes().remaining()];
        image.getBytes().duplicate().get(bytes);
        String name = Checksum.of(bytes) + ".img";
        try {
          Files.write(images.resolve(name), bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return name;
      }
    }
    return null;
  }
}

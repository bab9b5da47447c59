package io.cmaclip.streams.output;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The flat shape of {@link ReviewItem}. Images stay in the source record. */
final class FlatReview implements Projection<ReviewItem> {
  private static final List<Column> FIXED =
      List.of(
          new Column("review_priority", Column.Type.DOUBLE, "Higher comes first."),
          new Column(
              "review_reasons", Column.Type.STRING, "Codes of the reasons, separated by commas."),
          new Column("review_details", Column.Type.STRING, "One line for each reason."),
          new Column("review_created_at", Column.Type.TIMESTAMP, "When the item was made."),
          new Column(
              "review_sampling_probability",
              Column.Type.DOUBLE,
              "Probability with which the audit sample chose the listing. Null: no audit."),
          new Column("listing_title", Column.Type.STRING, "Title of the listing."),
          new Column("listing_description", Column.Type.STRING, "Description of the listing."),
          new Column("listing_category", Column.Type.STRING, "Category that the seller chose."),
          new Column(
              "listing_image_url", Column.Type.STRING, "URL of the first image that has one."),
          new Column(
              "listing_image_sha256",
              Column.Type.STRING,
              "SHA-256 of the first image that has one."),
          new Column("source_topic", Column.Type.STRING, "Topic of the listing's record."),
          new Column("source_partition", Column.Type.INT, "Partition of the listing's record."),
          new Column("source_offset", Column.Type.LONG, "Offset of the listing's record."));

  private final FlatAttributes attributes = new FlatAttributes();

  @Override
  public String recordName() {
    return "io.cmaclip.events.FlatReviewItem";
  }

  @Override
  public String doc() {
    return "A listing that a person should look at, one column per task and figure.";
  }

  @Override
  public List<Column> columns(List<String> tasks) {
    List<Column> columns = new ArrayList<>(FIXED);
    columns.addAll(attributes.columns(tasks));
    for (String task : tasks) {
      String name = Column.nameOf(task);
      columns.add(
          new Column(
              name + "_declared",
              Column.Type.STRING,
              "Label that the seller declared for " + name + "."));
      columns.add(
          new Column(
              name + "_reasons",
              Column.Type.STRING,
              "Codes of the reasons about " + name + ", separated by commas."));
    }
    return columns;
  }

  @Override
  public List<String> tasks(ReviewItem event) {
    return attributes.tasks(event.getAttributes());
  }

  @Override
  public Map<String, Object> row(ReviewItem event) {
    Row row = new Row();
    ListingAttributes answer = event.getAttributes();
    FlatAttributes.fill(row, answer);
    row.number("review_priority", event.getPriority());
    row.text("review_reasons", codes(event, reason -> true));
    row.text(
        "review_details",
        event.getReasons().stream()
            .map(ReasonForReview::getDetail)
            .collect(Collectors.joining("\n")));
    row.time("review_created_at", event.getCreatedAt());
    if (event.getSamplingProbability() != null) {
      row.number("review_sampling_probability", event.getSamplingProbability());
    }
    fillListing(row, event.getListing());
    if (event.getSource() != null) {
      row.text("source_topic", event.getSource().getTopic());
      row.put("source_partition", event.getSource().getPartition());
      row.put("source_offset", event.getSource().getOffset());
    }
    for (String task : tasks(event)) {
      String name = Column.nameOf(task);
      row.text(name + "_declared", event.getListing().getDeclaredAttributes().get(task));
      String codes = codes(event, reason -> task.equals(reason.getTask()));
      row.text(name + "_reasons", codes.isEmpty() ? null : codes);
    }
    return row.values();
  }

  private static void fillListing(Row row, ProductListing listing) {
    row.text("listing_title", listing.getTitle());
    row.text("listing_description", listing.getDescription());
    row.text("listing_category", listing.getCategory());
    row.text("listing_image_url", first(listing, ListingImage::getUrl));
    row.text("listing_image_sha256", first(listing, ListingImage::getSha256));
  }

  private static String first(ProductListing listing, Function<ListingImage, String> value) {
    return listing.getImages().stream()
        .map(value)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String codes(ReviewItem event, Predicate<ReasonForReview> about) {
    return event.getReasons().stream()
        .filter(about)
        .map(reason -> reason.getCode().name())
        .distinct()
        .collect(Collectors.joining(","));
  }
}

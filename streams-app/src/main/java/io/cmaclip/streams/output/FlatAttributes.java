package io.cmaclip.streams.output;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The flat shape of {@link ListingAttributes}. */
final class FlatAttributes implements Projection<ListingAttributes> {
  private static final List<Column> FIXED =
      List.of(
          new Column(
              "listing_updated_at",
              Column.Type.TIMESTAMP,
              "updatedAt of the listing that was classified. Null: not known."),
          new Column("processed_at", Column.Type.TIMESTAMP, "When the answer was made."),
          new Column(
              "image_status",
              Column.Type.STRING,
              "USED, MISSING, UNREADABLE, FETCH_FAILED or UNKNOWN."),
          new Column("text_status", Column.Type.STRING, "USED, MISSING or UNKNOWN."),
          new Column(
              "image_index",
              Column.Type.INT,
              "Index of the image used, from 0. Null: none was used."),
          new Column(
              "noise_mismatch",
              Column.Type.DOUBLE,
              "Image and title do not belong together, 0 to 1."),
          new Column(
              "noise_image", Column.Type.DOUBLE, "The image carries no information, 0 to 1."),
          new Column("noise_text", Column.Type.DOUBLE, "The title carries no information, 0 to 1."),
          new Column("model_name", Column.Type.STRING, "Name of the bundle."),
          new Column("model_version", Column.Type.STRING, "Version of the bundle."),
          new Column("model_fingerprint", Column.Type.STRING, "SHA-256 over the bundle's files."),
          new Column(
              "content_hash",
              Column.Type.STRING,
              "Hash of title and images of the listing. Null: not known."),
          new Column(
              "review_held",
              Column.Type.BOOLEAN,
              "Whether there are reasons to review the listing, and the review budget did not admit"
                  + " it."));

  @Override
  public String recordName() {
    return "io.cmaclip.events.FlatListingAttributes";
  }

  @Override
  public String doc() {
    return "Labels of a listing, one column per task and figure. A null value means that the"
        + " listing was deleted.";
  }

  @Override
  public List<Column> columns(List<String> tasks) {
    List<Column> columns = new ArrayList<>(FIXED);
    for (String task : tasks) {
      String name = Column.nameOf(task);
      columns.add(
          new Column(
              name, Column.Type.STRING, "Label of task " + task + ". Null: it does not apply."));
      columns.add(
          new Column(
              name + "_confidence",
              Column.Type.DOUBLE,
              "Calibrated probability of " + name + ", 0 to 1."));
      columns.add(
          new Column(
              name + "_accepted",
              Column.Type.BOOLEAN,
              "Whether the confidence reaches the accept threshold."));
      columns.add(
          new Column(
              name + "_image_weight",
              Column.Type.DOUBLE,
              "Weight of the image in the modality-wise attention, 0 to 1."));
      columns.add(
          new Column(name + "_text_weight", Column.Type.DOUBLE, "Weight of the title, 0 to 1."));
      columns.add(
          new Column(
              name + "_source", Column.Type.STRING, "Who set the label: MODEL, HUMAN or UNKNOWN."));
      columns.add(
          new Column(
              name + "_decision_id",
              Column.Type.STRING,
              "Id of the decision that set the label. Null: the model set it."));
    }
    return columns;
  }

  @Override
  public List<String> tasks(ListingAttributes event) {
    return event.getAttributes().stream().map(TaskAttribute::getTask).toList();
  }

  @Override
  public Map<String, Object> row(ListingAttributes event) {
    Row row = new Row();
    fill(row, event);
    return row.values();
  }

  /** Also for review items, which have these columns too. */
  static void fill(Row row, ListingAttributes event) {
    row.text(Row.LISTING_ID, event.getListingId());
    row.time("listing_updated_at", event.getListingUpdatedAt());
    row.time("processed_at", event.getProcessedAt());
    row.put("image_status", event.getModalities().getImage().name());
    row.put("text_status", event.getModalities().getText().name());
    row.put("image_index", event.getModalities().getImageIndex());
    row.number("noise_mismatch", event.getNoise().getMismatch());
    row.number("noise_image", event.getNoise().getImage());
    row.number("noise_text", event.getNoise().getText());
    row.text("model_name", event.getModel().getName());
    row.text("model_version", event.getModel().getVersion());
    row.text("model_fingerprint", event.getModel().getFingerprint());
    row.text("content_hash", nullIfEmpty(event.getContentHash()));
    row.put("review_held", event.getReviewHeld());
    for (TaskAttribute answer : event.getAttributes()) {
      String name = Column.nameOf(answer.getTask());
      row.text(name, nullIfEmpty(answer.getLabel()));
      row.number(name + "_confidence", answer.getConfidence());
      row.put(name + "_accepted", answer.getAccepted());
      row.number(name + "_image_weight", answer.getImageWeight());
      row.number(name + "_text_weight", answer.getTextWeight());
      row.put(name + "_source", answer.getSource().name());
      row.text(name + "_decision_id", answer.getDecisionId());
    }
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}

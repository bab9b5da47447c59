package io.cmaclip.console.web;

import io.cmaclip.console.images.ItemImages;
import io.cmaclip.console.quality.HistoryEvent;
import io.cmaclip.console.queue.LeasedItem;
import io.cmaclip.console.queue.Opinion;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the page gets of an item, as JSON. */
record ItemView(
    String id,
    String leaseId,
    String version,
    ListingView listing,
    AnswerView answer,
    List<HistoryEvent> history,
    boolean isBlind,
    List<Opinion> opinions) {

  /** The listing; an image is addressed by its index. */
  record ListingView(
      String id,
      String title,
      String description,
      String category,
      Map<String, String> declared,
      List<ImageView> images) {}

  /** An image: whether the console has its bytes, and its address as text. */
  record ImageView(boolean isStored, String url) {}

  /** The model's answer and why a person looks at it. */
  record AnswerView(List<Proposal> tasks, List<Reason> reasons, long createdAt, String model) {}

  /** A task with its proposal. */
  record Proposal(
      String task,
      String label,
      double confidence,
      double imageWeight,
      double textWeight,
      List<Option> alternatives) {}

  /** Another class. */
  record Option(String label, double confidence) {}

  /** A reason for review. */
  record Reason(String code, String task, String detail) {}

  static ItemView of(LeasedItem leased, List<HistoryEvent> history) {
    ReviewItem item = leased.item();
    return new ItemView(
        leased.id(),
        leased.leaseId(),
        leased.version(),
        listing(item),
        leased.isBlind() ? hidden(answer(item)) : answer(item),
        leased.isBlind() ? List.of() : history,
        leased.isBlind(),
        leased.opinions());
  }

  /** The history up to the last answer. */
  static List<HistoryEvent> undecided(List<HistoryEvent> history) {
    int end = history.size();
    while (end > 0 && history.get(end - 1).kind() != HistoryEvent.Kind.ANSWERED) {
      end--;
    }
    return history.subList(0, end);
  }

  private static ListingView listing(ReviewItem item) {
    ProductListing listing = item.getListing();
    List<ImageView> images = new ArrayList<>();
    for (int index = 0; index < ItemImages.count(item); index++) {
      boolean isListed = index < listing.getImages().size();
      String url = isListed ? listing.getImages().get(index).getUrl() : null;
      images.add(new ImageView(ItemImages.isStored(item, index), url));
    }
    return new ListingView(
        listing.getListingId(),
        listing.getTitle(),
        listing.getDescription(),
        listing.getCategory(),
        listing.getDeclaredAttributes(),
        images);
  }

  /** The answer without anything that tells the proposals. */
  private static AnswerView hidden(AnswerView answer) {
    return new AnswerView(
        answer.tasks().stream()
            .map(proposal -> new Proposal(proposal.task(), "", 0, 0, 0, List.of()))
            .toList(),
        answer.reasons().stream()
            .map(reason -> new Reason(reason.code(), reason.task(), ""))
            .toList(),
        answer.createdAt(),
        answer.model());
  }

  private static AnswerView answer(ReviewItem item) {
    return new AnswerView(
        item.getAttributes().getAttributes().stream().map(ItemView::proposal).toList(),
        item.getReasons().stream()
            .map(
                reason -> new Reason(reason.getCode().name(), reason.getTask(), reason.getDetail()))
            .toList(),
        item.getCreatedAt().toEpochMilli(),
        item.getAttributes().getModel().getName()
            + " "
            + item.getAttributes().getModel().getVersion());
  }

  private static Proposal proposal(TaskAttribute attribute) {
    return new Proposal(
        attribute.getTask(),
        attribute.getLabel(),
        attribute.getConfidence(),
        attribute.getImageWeight(),
        attribute.getTextWeight(),
        attribute.getAlternatives().stream()
            .map(other -> new Option(other.getLabel(), other.getConfidence()))
            .toList());
  }
}

package io.cmaclip.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.console.queue.ItemFilter;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.console.queue.Submission;
import io.cmaclip.events.DecisionKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the page's requests. Free of HTTP; thread-safe. */
final class Handlers {
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST_TEXT = 200;

  /** Renewals of a lease before it ends. */
  private static final int RENEWALS = 3;

  private final ObjectMapper json = new ObjectMapper();
  private final ReviewQueue queue;

  /** Bytes of an image with their media type. */
  record Image(byte[] bytes, String type) {}

  Handlers(ReviewQueue queue) {
    this.queue = queue;
  }

  List<ItemView> items(Reviewer reviewer, int count, ItemFilter filter) {
    int bounded = Math.max(1, Math.min(MOST_ITEMS, count));
    return queue.lease(reviewer.name(), filter, bounded).stream().map(ItemView::of).toList();
  }

  /** Renews leases; returns the ids of items that are lost. */
  List<String> renew(Reviewer reviewer, String body) {
    List<String> lost = new ArrayList<>();
    for (JsonNode held : read(body).path("leases")) {
      String id = text(held, "id");
      if (!queue.renew(id, text(held, "leaseId"), reviewer.name())) {
        lost.add(id);
      }
    }
    return lost;
  }

  void release(String body) {
    for (JsonNode held : read(body).path("leases")) {
      queue.release(text(held, "id"), text(held, "leaseId"), held.path("skip").asBoolean());
    }
  }

  void decide(Reviewer reviewer, String body) {
    JsonNode request = read(body);
    List<Submission.Choice> choices = new ArrayList<>();
    for (JsonNode choice : request.path("choices")) {
      DecisionKind kind =
          switch (text(choice, "kind")) {
            case "LABEL" -> DecisionKind.LABEL;
            case "NOT_APPLICABLE" -> DecisionKind.NOT_APPLICABLE;
            case "FLAG" -> DecisionKind.FLAG;
            default -> throw new IllegalArgumentException("kind is not known");
          };
      String label = choice.path("label").asText();
      if (label.isBlank() == (kind == DecisionKind.LABEL) || label.length() > LONGEST_TEXT) {
        throw new IllegalArgumentException("label does not fit the kind");
      }
      choices.add(new Submission.Choice(choice.path("task").asText(), kind, label));
    }
    Submission submission =
        new Submission(
            text(request, "id"),
            text(request, "leaseId"),
            text(request, "version"),
            Math.max(0, request.path("millisOnScreen").asLong()),
            choices);
    queue.decide(reviewer.name(), submission);
  }

  Optional<ItemView> undo(Reviewer reviewer) {
    return queue.undo(reviewer.name()).map(ItemView::of);
  }

  Map<String, Object> labels() {
    return Map.copyOf(queue.labels());
  }

  Map<String, Object> progress(Reviewer reviewer) {
    return Map.of(
        "reviewer",
        reviewer,
        "own",
        queue.decidedBy(reviewer.name()),
        "ownPerHour",
        queue.perHour(reviewer.name()),
        "perHour",
        queue.perHour(null),
        "renewMillis",
        queue.leaseMillis() / RENEWALS,
        "queue",
        queue.progress());
  }

  /** The image of an item; empty if its bytes are not in the item, or are no image. */
  Optional<Image> image(String itemId, int index) {
    return queue
        .item(itemId)
        .filter(item -> index >= 0 && index < item.getListing().getImages().size())
        .map(item -> item.getListing().getImages().get(index).getBytes())
        .flatMap(Handlers::image);
  }

  private static Optional<Image> image(ByteBuffer file) {
    String type = ImageType.of(file);
    if (type == null) {
      return Optional.empty();
    }
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return Optional.of(new Image(bytes, type));
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static String text(JsonNode node, String name) {
    String text = node.path(name).asText();
    if (text.isEmpty() || text.length() > 4 * LONGEST_TEXT) {
      throw new IllegalArgumentException(name + " is missing or too long");
    }
    return text;
  }
}

package io.cmaclip.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.console.images.ImageFile;
import io.cmaclip.console.images.ImageUnavailableException;
import io.cmaclip.console.quality.HistoryEvent;
import io.cmaclip.console.queue.ItemFilter;
import io.cmaclip.console.queue.ItemId;
import io.cmaclip.console.queue.LeasedItem;
import io.cmaclip.console.queue.RefusedException;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.console.queue.Submission;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewItem;
import io.javalin.http.ForbiddenResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the page's requests. Thread-safe. */
final class Handlers {
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST_TEXT = 200;

  /** Renewals of a lease before it ends. */
  private static final int RENEWALS = 3;

  private final ObjectMapper json = new ObjectMapper();
  private final Backend backend;
  private final ReviewQueue queue;

  Handlers(Backend backend) {
    this.backend = backend;
    this.queue = backend.queue();
  }

  List<ItemView> items(Reviewer reviewer, int count, ItemFilter filter) {
    int bounded = Math.max(1, Math.min(MOST_ITEMS, count));
    List<ItemView> items = new ArrayList<>();
    for (LeasedItem leased : queue.lease(reviewer.name(), filter, bounded)) {
      if (leased.isBlind() && filter.label() != null) {
        // The filter would tell the proposal.
        queue.release(leased.id(), leased.leaseId(), false);
      } else {
        items.add(view(leased));
      }
    }
    return items;
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
    return queue.undo(reviewer.name()).map(this::view);
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
        "isReady",
        queue.isReady(),
        "queue",
        queue.progress());
  }

  /**
   * An image of an item.
   *
   * @throws ImageUnavailableException if it cannot be shown
   */
  ImageFile image(String itemId, int index) throws ImageUnavailableException {
    return backend.images().forBrowser(item(itemId), index);
  }

  /** Why the model proposes the labels of an item. */
  ExplanationView explanation(Reviewer reviewer, String itemId) {
    if (queue.isBlind(reviewer.name(), itemId)) {
      throw new RefusedException("The proposals of this item are hidden.");
    }
    if (backend.explainer() == null) {
      throw new RefusedException(
          "The console has no model to explain with: start it with --bundle DIR.");
    }
    ReviewItem item = item(itemId);
    return ExplanationView.of(backend.explainer(), item, backend.images().forModel(item));
  }

  /** What only a lead may see. */
  LeadView lead(Reviewer reviewer) {
    if (reviewer.role() != Reviewer.Role.LEAD) {
      throw new ForbiddenResponse("only a lead sees this page");
    }
    return LeadView.of(backend.records().counted(), queue.ages());
  }

  private ReviewItem item(String itemId) {
    return queue
        .item(itemId)
        .orElseThrow(() -> new RefusedException("This item has left the queue."));
  }

  private ItemView view(LeasedItem leased) {
    ItemId id = ItemId.parse(leased.id());
    List<HistoryEvent> history = backend.records().history(id.partition(), id.key());
    return ItemView.of(leased, leased.isKnown() ? ItemView.undecided(history) : history);
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

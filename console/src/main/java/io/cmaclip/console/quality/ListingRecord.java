package io.cmaclip.console.quality;

import io.cmaclip.console.quality.HistoryEvent.Choice;
import io.cmaclip.console.quality.HistoryEvent.Kind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is known of a listing. Immutable.
 *
 * @param events last events, oldest first
 * @param answer the answer that was last reviewed; null before
 * @param made decisions and opinions in force about that answer, oldest first
 * @param checked who was compared with others about which task of it, as {@link #check} writes it
 */
record ListingRecord(
    List<HistoryEvent> events, Answer answer, List<MadeDecision> made, List<String> checked) {
  static final ListingRecord NONE = new ListingRecord(List.of(), null, List.of(), List.of());

  private static final int MOST_EVENTS = 10;
  private static final int MOST_MADE = 64;

  /**
   * An answer for review.
   *
   * @param version identifies it
   * @param model name and version of the model
   * @param fingerprint of the model
   * @param accepted tasks whose label the model accepted
   */
  record Answer(String version, String model, String fingerprint, List<String> accepted) {
    static Answer of(ReviewItem item) {
      ListingAttributes answer = item.getAttributes();
      return new Answer(
          answer.getProcessedAt().toEpochMilli() + answer.getContentHash(),
          answer.getModel().getName() + " " + answer.getModel().getVersion(),
          answer.getModel().getFingerprint(),
          answer.getAttributes().stream()
              .filter(task -> task.getAccepted() && task.getSource() == LabelSource.MODEL)
              .map(TaskAttribute::getTask)
              .toList());
    }
  }

  ListingRecord {
    events = List.copyOf(events);
    made = List.copyOf(made);
    checked = List.copyOf(checked);
  }

  /** The record after an item came; the same one if it is known. */
  ListingRecord arrived(ReviewItem item) {
    Answer fresh = Answer.of(item);
    if (answer != null && answer.version().equals(fresh.version())) {
      return this;
    }
    List<Choice> choices =
        item.getAttributes().getAttributes().stream()
            .map(attribute -> new Choice(attribute.getTask(), attribute.getLabel()))
            .toList();
    long at = item.getAttributes().getProcessedAt().toEpochMilli();
    HistoryEvent event = new HistoryEvent(at, Kind.ANSWERED, fresh.model(), "", choices);
    return new ListingRecord(with(event), fresh, List.of(), List.of());
  }

  /** The record after a decision or an opinion. Opinions are no events. */
  ListingRecord decided(MadeDecision decision, long at) {
    List<MadeDecision> all = new ArrayList<>(made);
    all.add(decision);
    List<MadeDecision> bounded = all.subList(Math.max(0, all.size() - MOST_MADE), all.size());
    Choice choice = new Choice(decision.task(), decision.label());
    return new ListingRecord(
        decision.isOpinion()
            ? events
            : with(at, Kind.DECIDED, decision.reviewer(), decision.leaseId(), choice),
        answer,
        bounded,
        checked);
  }

  /** The record after a decision was taken back. */
  ListingRecord undone(MadeDecision decision, long at) {
    Choice choice = new Choice(decision.task(), decision.label());
    return new ListingRecord(
        decision.isOpinion()
            ? events
            : with(at, Kind.UNDONE, decision.reviewer(), decision.leaseId(), choice),
        answer,
        made.stream().filter(one -> !one.id().equals(decision.id())).toList(),
        checked);
  }

  /** The record after a comparison. */
  ListingRecord checked(MadeDecision decision) {
    List<String> all = new ArrayList<>(checked);
    all.add(check(decision));
    return new ListingRecord(
        events, answer, made, all.subList(Math.max(0, all.size() - MOST_MADE), all.size()));
  }

  boolean isChecked(MadeDecision decision) {
    return checked.contains(check(decision));
  }

  List<MadeDecision> made(Predicate<MadeDecision> which) {
    return made.stream().filter(which).toList();
  }

  private static String check(MadeDecision decision) {
    return decision.reviewer() + " " + decision.task();
  }

  /** Decisions of one lease are one event. */
  private List<HistoryEvent> with(long at, Kind kind, String who, String leaseId, Choice choice) {
    HistoryEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
    boolean isSame =
        last != null
            && last.kind() == kind
            && last.who().equals(who)
            && last.leaseId().equals(leaseId);
    if (!isSame) {
      return with(new HistoryEvent(at, kind, who, leaseId, List.of(choice)));
    }
    List<HistoryEvent> next = new ArrayList<>(events);
    next.set(next.size() - 1, last.plus(choice));
    return next;
  }

  private List<HistoryEvent> with(HistoryEvent event) {
    List<HistoryEvent> next = new ArrayList<>(events);
    next.add(event);
    return next.subList(Math.max(0, next.size() - MOST_EVENTS), next.size());
  }
}

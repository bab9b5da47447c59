package io.cmaclip.lab.demo;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReasonForReview;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What went in and what came out: each listing must be answered once, by labels or by a dead
 * letter. Written by the sending thread, the producer's thread and the reading thread, hence the
 * lock.
 */
final class Ledger {
  /** One listing and all that became of it. */
  static final class Entry {
    private final String id;
    private final String title;
    private final List<ListingAttributes> labelled = new ArrayList<>(1);
    private final List<List<ReasonForReview>> reviews = new ArrayList<>(1);
    private final List<String> deadLetters = new ArrayList<>(0);

    private Entry(String id, String title) {
      this.id = id;
      this.title = title;
    }

    String id() {
      return id;
    }

    String title() {
      return title;
    }

    /** Null when it was not labelled. */
    ListingAttributes attributes() {
      return labelled.isEmpty() ? null : labelled.get(0);
    }

    List<ReasonForReview> reasons() {
      return reviews.isEmpty() ? List.of() : reviews.get(0);
    }

    /** Null when it did not go to the dead letters. */
    String deadLetter() {
      return deadLetters.isEmpty() ? null : deadLetters.get(0);
    }

    private int answers() {
      return labelled.size() + deadLetters.size();
    }

    /** Answers and review items beyond the first. */
    private int surplus() {
      return Math.max(0, answers() - 1) + Math.max(0, reviews.size() - 1);
    }
  }

  private record Position(TopicPartition partition, long offset) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Position, Entry> written = new HashMap<>();
  private final List<Answer.PutAside> unmatched = new ArrayList<>();
  private final String topic;
  private int answered;
  private int foreign;
  private String failure;

  Ledger(String listingsTopic) {
    this.topic = listingsTopic;
  }

  /**
   * A listing is about to be sent.
   *
   * @throws IllegalStateException when one of this id was sent before
   */
  synchronized void sending(String id, String title) {
    if (entries.put(id, new Entry(id, title)) != null) {
      throw new IllegalStateException("listing " + id + " is there twice");
    }
  }

  /** The listing is in the listings topic. */
  synchronized void written(String id, int partition, long offset) {
    written.put(new Position(new TopicPartition(topic, partition), offset), entries.get(id));
    // A dead letter may be read before the producer's thread tells where its record went.
    List<Answer.PutAside> again = List.copyOf(unmatched);
    unmatched.clear();
    again.forEach(this::putAside);
    notifyAll();
  }

  synchronized void failed(String id, Exception cause) {
    failure = "listing " + id + " could not be written: " + cause.getMessage();
    notifyAll();
  }

  /** Why a listing could not be written; null while all could. */
  synchronized String failure() {
    return failure;
  }

  /** The entry that the answer belongs to; null when it is not known (yet). */
  synchronized Entry answered(Answer answer) {
    Entry entry;
    if (answer instanceof Answer.Labelled labelled) {
      entry = count(entries.get(labelled.id()));
      if (entry != null) {
        entry.labelled.add(labelled.attributes());
      }
    } else if (answer instanceof Answer.ForReview review) {
      entry = entries.get(review.id());
      if (entry != null) {
        entry.reviews.add(review.reasons());
      } else {
        foreign++;
      }
    } else {
      entry = putAside((Answer.PutAside) answer);
    }
    notifyAll();
    return entry;
  }

  private Entry putAside(Answer.PutAside letter) {
    Entry entry =
        written.get(new Position(new TopicPartition(topic, letter.partition()), letter.offset()));
    if (entry == null) {
      unmatched.add(letter);
      return null;
    }
    entry.deadLetters.add(letter.reason());
    if (entry.answers() == 1) {
      answered++;
    }
    return entry;
  }

  private Entry count(Entry entry) {
    if (entry == null) {
      foreign++;
    } else if (entry.answers() == 0) {
      answered++;
    }
    return entry;
  }

  /** Waits while more than so many listings are unanswered and nothing has failed. */
  synchronized void awaitRoom(int most) throws InterruptedException {
    while (entries.size() - answered >= most && failure == null) {
      wait();
    }
  }

  synchronized boolean isComplete() {
    return answered == entries.size();
  }

  /** Every listing, in the order sent. */
  synchronized Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }

  synchronized int missing() {
    return entries.size() - answered;
  }

  /** Answers too many: second ones, and such as no listing was sent for. */
  synchronized int duplicated() {
    return entries.values().stream().mapToInt(Entry::surplus).sum() + foreign + unmatched.size();
  }
}

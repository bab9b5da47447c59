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
 * The listings sent and their answers; each listing needs exactly one, labels or a dead letter.
 * Thread-safe.
 */
final class Ledger {
  /** A listing and its answers. */
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

    /** Null without labels. */
    ListingAttributes attributes() {
      return labelled.isEmpty() ? null : labelled.get(0);
    }

    List<ReasonForReview> reasons() {
      return reviews.isEmpty() ? List.of() : reviews.get(0);
    }

    /** Dead-letter reason; null without a dead letter. */
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
  private final List<Answer.DeadLetter> unmatched = new ArrayList<>();
  private final String topic;
  private int answered;
  private int foreign;
  private String failure;

  Ledger(String listingsTopic) {
    this.topic = listingsTopic;
  }

  /**
   * Call before sending a listing.
   *
   * @throws IllegalStateException for a duplicate id
   */
  synchronized void sending(String id, String title) {
    if (entries.put(id, new Entry(id, title)) != null) {
      throw new IllegalStateException("duplicate listing id " + id);
    }
  }

  /** Call from the producer's callback. */
  synchronized void written(String id, int partition, long offset) {
    written.put(new Position(new TopicPartition(topic, partition), offset), entries.get(id));
    // A dead letter may be read before the producer's callback reports the input's position.
    List<Answer.DeadLetter> again = List.copyOf(unmatched);
    unmatched.clear();
    again.forEach(this::deadLettered);
    notifyAll();
  }

  synchronized void failed(String id, Exception cause) {
    failure = "listing " + id + " could not be written: " + cause.getMessage();
    notifyAll();
  }

  /** The first failed send; null without failure. */
  synchronized String failure() {
    return failure;
  }

  /** Records an answer; returns its listing, or null if the listing is not known (yet). */
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
      entry = deadLettered((Answer.DeadLetter) answer);
    }
    notifyAll();
    return entry;
  }

  private Entry deadLettered(Answer.DeadLetter letter) {
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

  /** Waits until fewer than {@code most} listings are unanswered, or a send has failed. */
  synchronized void awaitRoom(int most) throws InterruptedException {
    while (entries.size() - answered >= most && failure == null) {
      wait();
    }
  }

  synchronized boolean isComplete() {
    return answered == entries.size();
  }

  /** All listings in send order. */
  synchronized Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }

  synchronized int missing() {
    return entries.size() - answered;
  }

  /** Number of surplus answers, including answers without a listing. */
  synchronized int duplicated() {
    return entries.values().stream().mapToInt(Entry::surplus).sum() + foreign + unmatched.size();
  }
}

package io.cmaclip.lab.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What was sent, and what came of it. Any thread may call: one sends, the producer's says where
 * records were written, one reads.
 */
final class Ledger {
  /** Where a record of the listings topic stands. */
  private record Place(int partition, long offset) {}

  private record Letter(String reason, long nanos) {}

  /** One input. */
  static final class Entry {
    private final int number;
    private final Kind kind;
    private final long sent = System.nanoTime();
    private int answers;
    private int letters;
    private boolean reviewed;
    private String reason;
    private String refusal;
    private long done;

    private Entry(int number, Kind kind) {
      this.number = number;
      this.kind = kind;
    }

    int number() {
      return number;
    }

    Kind kind() {
      return kind;
    }

    boolean isAnswered() {
      return answers > 0;
    }

    boolean isReviewed() {
      return reviewed;
    }

    /** Why it was put aside; null where it was not. */
    String deadLetter() {
      return reason;
    }

    /** Why the broker did not take it; null where it did. */
    String refusal() {
      return refusal;
    }

    boolean isLost() {
      return refusal == null && answers + letters == 0;
    }

    boolean isDuplicated() {
      return answers + letters > 1;
    }

    boolean isUnexpected() {
      return switch (kind.expectation()) {
        case ANSWERED -> letters > 0;
        case PUT_ASIDE -> answers > 0;
        case EITHER -> false;
      };
    }

    /** From sending to reading what came of it; 0 where nothing came. */
    double seconds() {
      return done == 0 ? 0 : (done - sent) / 1e9;
    }
  }

  private final Map<Integer, Entry> entries = new TreeMap<>();
  private final Map<ByteBuffer, Entry> byKey = new HashMap<>();
  private final Map<Place, Entry> byPlace = new HashMap<>();
  // Letters may be read before the producer has said where their record stands.
  private final Map<Place, List<Letter>> early = new HashMap<>();
  private int open;

  /**
   * An input is about to be sent.
   *
   * @param unique whether no other input has its key
   */
  synchronized void sending(HostileInput input, boolean unique) {
    Entry entry = new Entry(input.number(), input.kind());
    entries.put(input.number(), entry);
    if (unique) {
      byKey.put(ByteBuffer.wrap(input.key()), entry);
    }
    open++;
  }

  synchronized void written(int number, int partition, long offset) {
    Entry entry = entries.get(number);
    Place place = new Place(partition, offset);
    byPlace.put(place, entry);
    List<Letter> letters = early.remove(place);
    if (letters != null) {
      letters.forEach(letter -> putAside(entry, letter));
    }
  }

  /** The broker did not take it: it is not the service's to answer. */
  synchronized void refused(int number, String why) {
    Entry entry = entries.get(number);
    entry.refusal = why;
    done(entry, System.nanoTime());
  }

  /** Something stands on the attributes topic. */
  synchronized void answered(byte[] key) {
    Entry entry = byKey.get(ByteBuffer.wrap(key));
    if (entry != null) {
      entry.answers++;
      done(entry, System.nanoTime());
    }
  }

  synchronized void reviewed(byte[] key) {
    Entry entry = byKey.get(ByteBuffer.wrap(key));
    if (entry != null) {
      entry.reviewed = true;
    }
  }

  /** A dead letter says where it came from. */
  synchronized void putAside(TopicPartition partition, long offset, String reason) {
    Place place = new Place(partition.partition(), offset);
    Letter letter = new Letter(reason, System.nanoTime());
    Entry entry = byPlace.get(place);
    if (entry == null) {
      early.computeIfAbsent(place, p -> new ArrayList<>()).add(letter);
    } else {
      putAside(entry, letter);
    }
  }

  private void putAside(Entry entry, Letter letter) {
    entry.letters++;
    entry.reason = letter.reason();
    done(entry, letter.nanos());
  }

  private void done(Entry entry, long nanos) {
    if (entry.done == 0) {
      entry.done = nanos;
      open--;
      notifyAll();
    }
  }

  /** Waits until fewer than so many inputs are without an answer. */
  synchronized void awaitRoom(int most) throws InterruptedException {
    while (open >= most) {
      wait();
    }
  }

  /** Inputs without an answer. */
  synchronized int open() {
    return open;
  }

  /** By number; complete when nothing is open. */
  synchronized Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }
}

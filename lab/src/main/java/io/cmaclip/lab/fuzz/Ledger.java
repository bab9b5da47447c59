package io.cmaclip.lab.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The inputs sent and their results. Thread-safe. */
final class Ledger {
  /** Position in the listings topic. */
  private record Position(int partition, long offset) {}

  private record ReadDeadLetter(String reason, long nanos) {}

  /** An input and its results. */
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

    /** Dead-letter reason; null without a dead letter. */
    String deadLetter() {
      return reason;
    }

    /** The broker's error; null if it accepted the record. */
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
        case DEAD_LETTER -> answers > 0;
        case EITHER -> false;
      };
    }

    /** Time from sending to reading the result; 0 without a result. */
    double seconds() {
      return done == 0 ? 0 : (done - sent) / 1e9;
    }
  }

  private final Map<Integer, Entry> entries = new TreeMap<>();
  private final Map<ByteBuffer, Entry> byKey = new HashMap<>();
  private final Map<Position, Entry> byPosition = new HashMap<>();
  // Dead letters may be read before the producer's callback reports the input's position.
  private final Map<Position, List<ReadDeadLetter>> early = new HashMap<>();
  private int open;

  /** Call before sending an input; {@code unique}: no other input has its key. */
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
    Position position = new Position(partition, offset);
    byPosition.put(position, entry);
    List<ReadDeadLetter> letters = early.remove(position);
    if (letters != null) {
      letters.forEach(letter -> deadLettered(entry, letter));
    }
  }

  /** The broker rejected the record, so the service never receives it. */
  synchronized void refused(int number, String why) {
    Entry entry = entries.get(number);
    entry.refusal = why;
    done(entry, System.nanoTime());
  }

  /** A record of the attributes topic. */
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

  /** A dead letter; partition and offset are the input's. */
  synchronized void deadLettered(TopicPartition partition, long offset, String reason) {
    Position position = new Position(partition.partition(), offset);
    ReadDeadLetter letter = new ReadDeadLetter(reason, System.nanoTime());
    Entry entry = byPosition.get(position);
    if (entry == null) {
      early.computeIfAbsent(position, p -> new ArrayList<>()).add(letter);
    } else {
      deadLettered(entry, letter);
    }
  }

  private void deadLettered(Entry entry, ReadDeadLetter letter) {
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

  /** Waits until fewer than {@code most} inputs are open. */
  synchronized void awaitRoom(int most) throws InterruptedException {
    while (open >= most) {
      wait();
    }
  }

  /** Number of inputs without a result. */
  synchronized int open() {
    return open;
  }

  /** All inputs by number. */
  synchronized Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }
}

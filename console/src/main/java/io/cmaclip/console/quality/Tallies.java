package io.cmaclip.console.quality;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Tallies of one partition in their store. Owned by one stream thread. */
final class Tallies {
  private static final char REVIEWER = 'r';
  private static final char PRECISION = 'p';

  private final KeyValueStore<Bytes, byte[]> store;

  Tallies(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * Counts a decision or an opinion.
   *
   * @param sign 1, or -1 if it is taken back
   * @param record before it
   */
  void count(MadeDecision decision, int sign, ListingRecord record, long at) {
    boolean isFirst =
        record
            .made(
                one -> one.leaseId().equals(decision.leaseId()) && !one.id().equals(decision.id()))
            .isEmpty();
    Bytes reviewer = key(REVIEWER + decision.reviewer());
    put(reviewer, reviewer(reviewer).with(decision, sign, isFirst));
    ListingRecord.Answer answer = record.answer();
    if (answer == null || decision.isOpinion() || decision.isFlag()) {
      return;
    }
    Bytes precision = key(PRECISION + decision.task() + '\u0000' + answer.fingerprint());
    byte[] stored = store.get(precision);
    PrecisionTally tally =
        stored == null
            ? PrecisionTally.none(decision.task(), answer.model())
            : StoredJson.decode(stored, PrecisionTally.class);
    put(precision, tally.with(decision, sign, answer.accepted().contains(decision.task()), at));
  }

  /** Counts a comparison with the label of another. */
  void compare(MadeDecision decision, String label, long at) {
    Bytes reviewer = key(REVIEWER + decision.reviewer());
    boolean isTelling = decision.shown().isHidden() || !label.equals(decision.shown().proposal());
    put(reviewer, reviewer(reviewer).with(at, decision.label().equals(label), isTelling));
  }

  /** Adds all tallies of a store. */
  static void addTo(
      ReadOnlyKeyValueStore<Bytes, byte[]> store,
      Map<String, ReviewerTally> reviewers,
      Map<String, PrecisionTally> precisions) {
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        String name = new String(next.key.get(), StandardCharsets.UTF_8);
        if (name.charAt(0) == REVIEWER) {
          ReviewerTally tally = StoredJson.decode(next.value, ReviewerTally.class);
          reviewers.merge(name.substring(1), tally, ReviewerTally::plus);
        } else {
          PrecisionTally tally = StoredJson.decode(next.value, PrecisionTally.class);
          precisions.merge(name, tally, PrecisionTally::plus);
        }
      }
    }
  }

  private ReviewerTally reviewer(Bytes key) {
    byte[] stored = store.get(key);
    return stored == null ? ReviewerTally.NONE : StoredJson.decode(stored, ReviewerTally.class);
  }

  private void put(Bytes key, Object tally) {
    store.put(key, StoredJson.encode(tally));
  }

  private static Bytes key(String name) {
    return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
  }
}

package io.cmaclip.console.quality;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the records of one partition from the inputs of the queue. Its stores are committed with
 * the offsets. Owned by one stream thread.
 */
public final class RecordsProcessor implements Processor<Bytes, byte[], Void, Void> {
  /** Store of what is known of a listing, by record key. */
  public static final String LISTINGS = "listing-records";

  /** Store of what is counted. */
  public static final String TALLIES = "tallies";

  private final InputReader inputs;
  private final Records records;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<Bytes, byte[]> listings;
  private Tallies tallies;

  /**
   * @param records gets the stores of this partition
   */
  public RecordsProcessor(InputReader inputs, Records records) {
    this.inputs = inputs;
    this.records = records;
  }

  @Override
  public void init(ProcessorContext<Void, Void> given) {
    context = given;
    listings = given.getStateStore(LISTINGS);
    KeyValueStore<Bytes, byte[]> counted = given.getStateStore(TALLIES);
    tallies = new Tallies(counted);
    records.own(given.taskId().partition(), new Records.Stores(listings, counted));
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    Bytes key = record.key();
    if (key == null) {
      return;
    }
    String topic = context.recordMetadata().orElseThrow().topic();
    if (inputs.isDeletion(topic, record.value())) {
      listings.delete(key);
      return;
    }
    inputs.item(topic, record.value()).ifPresent(item -> arrived(key, item));
    inputs.decision(topic, record.value()).ifPresent(decision -> decided(key, decision));
  }

  private void arrived(Bytes key, ReviewItem item) {
    ListingRecord known = of(key);
    ListingRecord next = known.arrived(item);
    if (!next.equals(known)) {
      put(key, next);
    }
  }

  private void decided(Bytes key, ReviewDecision decision) {
    ListingRecord known = of(key);
    long at = decision.getDecidedAt().toEpochMilli();
    boolean isRepeated = !known.made(one -> one.id().equals(decision.getDecisionId())).isEmpty();
    if (decision.getKind() == DecisionKind.UNKNOWN || isRepeated) {
      return;
    }
    if (decision.getKind() == DecisionKind.UNDO) {
      for (MadeDecision undone : known.made(one -> one.id().equals(decision.getUndoes()))) {
        tallies.count(undone, -1, known, at);
        put(key, known.undone(undone, at));
      }
      return;
    }
    MadeDecision made = MadeDecision.of(decision);
    tallies.count(made, 1, known, at);
    put(key, compared(known.decided(made, at), made, at));
  }

  /**
   * Compares a decision with opinions of others about the same task, or an opinion with the
   * decision of another. The first comparison of a reviewer about a task counts.
   */
  private ListingRecord compared(ListingRecord record, MadeDecision made, long at) {
    ListingRecord next = record;
    for (MadeDecision other :
        record.made(
            one ->
                one.task().equals(made.task())
                    && !one.reviewer().equals(made.reviewer())
                    && one.isOpinion() != made.isOpinion())) {
      if (made.isOpinion()) {
        next = compared(next, made, other.label(), at);
      } else {
        next = compared(next, other, made.label(), at);
        if (other.label().equals(made.label())) {
          next = compared(next, made, other.label(), at);
        }
      }
    }
    return next;
  }

  private ListingRecord compared(
      ListingRecord record, MadeDecision decision, String label, long at) {
    if (record.isChecked(decision)) {
      return record;
    }
    tallies.compare(decision, label, at);
    return record.checked(decision);
  }

  private void put(Bytes key, ListingRecord record) {
    listings.put(key, StoredJson.encode(record));
  }

  private ListingRecord of(Bytes key) {
    byte[] stored = listings.get(key);
    return stored == null ? ListingRecord.NONE : StoredJson.decode(stored, ListingRecord.class);
  }

  @Override
  public void close() {
    if (context != null) {
      records.disown(context.taskId().partition(), listings);
    }
  }
}

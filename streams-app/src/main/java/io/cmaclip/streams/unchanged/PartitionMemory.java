package io.cmaclip.streams.unchanged;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What is known of the keys of one partition: the answer store, and the listings in flight. One per
 * partition assignment; owned by the stream thread.
 */
public final class PartitionMemory {
  private final boolean isOn;
  private final Map<ByteBuffer, Recall> inFlight = new HashMap<>();
  private AnswerStore store;

  /**
   * @param isOn whether the topology has an answer store
   */
  public PartitionMemory(boolean isOn) {
    this.isOn = isOn;
  }

  /** Call before the first listing. */
  public void init(ProcessorContext<?, ?> context) {
    if (isOn) {
      store = AnswerStore.of(context);
    }
  }

  /** A listing has arrived. Ends its {@link Recall} with the listing. */
  public Recall received(byte[] key, long offset) {
    if (!isOn) {
      return Recall.nothing(offset);
    }
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    Recall recall = new Recall(offset, store.find(key).orElse(null), inFlight.get(wrapped));
    inFlight.put(wrapped, recall);
    return recall;
  }

  /** The outputs of a record are forwarded, so the store knows its answer. */
  public void forwarded(byte[] key, long offset) {
    if (isOn && key != null) {
      inFlight.computeIfPresent(
          ByteBuffer.wrap(key), (same, latest) -> latest.offset() == offset ? null : latest);
    }
  }
}

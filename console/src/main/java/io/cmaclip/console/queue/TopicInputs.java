package io.cmaclip.console.queue;

import io.cmaclip.console.quality.InputReader;
import io.cmaclip.console.queue.QueueProcessor.Readers;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.util.Optional;

/** Reads the records of the queue's topics for others. */
record TopicInputs(QueueSettings.Topics topics, Readers readers) implements InputReader {
  @Override
  public Optional<ReviewItem> item(String topic, byte[] value) {
    return topic.equals(topics.review())
        ? Broken.read(readers.items(), topic, value)
        : Optional.empty();
  }

  @Override
  public Optional<ReviewDecision> decision(String topic, byte[] value) {
    return topic.equals(topics.decisions())
        ? Broken.read(readers.decisions(), topic, value)
        : Optional.empty();
  }

  @Override
  public boolean isDeletion(String topic, byte[] value) {
    return value == null && topic.equals(topics.attributes());
  }
}

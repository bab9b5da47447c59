package io.cmaclip.console.queue;

import io.cmaclip.console.quality.QueueInput;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes the records of the queue's topics; those without a key end here. */
final class DecodeProcessor implements Processor<Bytes, byte[], Bytes, QueueInput> {
  private final QueueSettings.Topics topics;
  private final Deserializer<ReviewItem> items;
  private final Deserializer<ReviewDecision> decisions;
  private ProcessorContext<Bytes, QueueInput> context;

  DecodeProcessor(
      QueueSettings.Topics topics,
      Deserializer<ReviewItem> items,
      Deserializer<ReviewDecision> decisions) {
    this.topics = topics;
    this.items = items;
    this.decisions = decisions;
  }

  @Override
  public void init(ProcessorContext<Bytes, QueueInput> given) {
    context = given;
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    if (record.key() != null) {
      String topic = context.recordMetadata().orElseThrow().topic();
      context.forward(record.withValue(input(topic, record.value())));
    }
  }

  private QueueInput input(String topic, byte[] value) {
    if (topic.equals(topics.review())) {
      return Broken.read(items, topic, value)
          .<QueueInput>map(QueueInput.Item::new)
          .orElseGet(QueueInput.Unreadable::new);
    }
    if (topic.equals(topics.decisions())) {
      return Broken.read(decisions, topic, value)
          .<QueueInput>map(QueueInput.Decision::new)
          .orElseGet(QueueInput.Unreadable::new);
    }
    return value == null ? new QueueInput.Deletion() : new QueueInput.Answer(value);
  }
}

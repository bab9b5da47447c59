package io.cmaclip.batching;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Makes the outputs of a record from its result. Called by stream threads, several at once, for the
 * records of a partition in the order received.
 */
@FunctionalInterface
public interface ResultForwarder<K, V, R, KOut, VOut> {
  /**
   * Forwards all outputs of a record, none or several.
   *
   * @throws RetryForwardException before the first of them is forwarded: the record and those
   *     behind it wait, and it is called again after a second
   */
  void forward(ReceivedRecord<K, V> received, R result, ProcessorContext<KOut, VOut> context);

  /** One output for each record: its result, under the record's key. */
  static <K, V, R> ResultForwarder<K, V, R, K, R> valueOnly() {
    return (received, result, context) -> context.forward(received.withValue(result));
  }
}

package io.cmaclip.batching;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Creates the outputs of a record from its result. Called by several stream threads; the records of
 * a partition arrive in the order received.
 */
@FunctionalInterface
public interface ResultForwarder<K, V, R, KOut, VOut> {
  /**
   * Forwards all outputs of a record.
   *
   * @throws RetryForwardException before the first output is forwarded; the record and its
   *     successors wait, and the call is retried after one second
   */
  void forward(ReceivedRecord<K, V> received, R result, ProcessorContext<KOut, VOut> context);

  /** Forwards one output per record: the result under the record's key. */
  static <K, V, R> ResultForwarder<K, V, R, K, R> valueOnly() {
    return (received, result, context) -> context.forward(received.withValue(result));
  }
}

package io.cmaclip.lab.chaos;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a fault can act on.
 *
 * @param deadLetter configuration of the dead-letter topic
 * @param inputs all inputs, sent or not
 * @param random seeded selection of targets
 * @param from inputs released by earlier steps
 * @param quota inputs released at the end of this step
 */
record FaultContext(
    Fleet fleet,
    Brokers brokers,
    RegistryServer registry,
    DeadLetterTopic deadLetter,
    List<Input> inputs,
    Sender sender,
    OutputReader reader,
    FaultTimings timings,
    RandomGenerator random,
    int from,
    int quota) {
  /** The context of the next step. */
  FaultContext upTo(int count) {
    return new FaultContext(
        fleet,
        brokers,
        registry,
        deadLetter,
        inputs,
        sender,
        reader,
        timings,
        random,
        quota,
        count);
  }

  /** Releases all listings of this step. */
  void release() {
    sender.release(quota);
  }

  /** Releases a share (0 to 1) of this step's listings. */
  void release(double share) {
    sender.release(from + (int) (share * (quota - from)));
  }
}

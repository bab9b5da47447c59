package io.cmaclip.lab.chaos;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything that faults are inflicted on.
 *
 * @param deadLetter configuration of the dead-letter topic
 * @param inputs all of them, sent or not
 * @param random of the seed: chooses victims
 * @param from inputs that earlier steps have let go
 * @param quota inputs that are let go by the end of this step
 */
record Stage(
    Fleet fleet,
    Brokers brokers,
    RegistryServer registry,
    DeadLetterTopic deadLetter,
    List<Input> inputs,
    Sender sender,
    OutputReader reader,
    Pressure pressure,
    RandomGenerator random,
    int from,
    int quota) {
  /** The same for the next step. */
  Stage upTo(int count) {
    return new Stage(
        fleet,
        brokers,
        registry,
        deadLetter,
        inputs,
        sender,
        reader,
        pressure,
        random,
        quota,
        count);
  }

  /** Lets the listings of this step go. */
  void release() {
    sender.release(quota);
  }

  /**
   * Lets some of them go.
   *
   * @param share of this step's, 0 to 1, counted from its first
   */
  void release(double share) {
    sender.release(from + (int) (share * (quota - from)));
  }
}

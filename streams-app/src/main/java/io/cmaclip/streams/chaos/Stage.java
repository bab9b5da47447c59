package io.cmaclip.streams.chaos;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything that faults are inflicted on.
 *
 * @param deadLetter configuration of the dead-letter topic
 * @param inputs all of them, sent or not
 * @param random of the seed: chooses victims
 * @param quota how many inputs may be sent by this step, counted from the first
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
    int quota) {
  Stage withQuota(int count) {
    return new Stage(
        fleet, brokers, registry, deadLetter, inputs, sender, reader, pressure, random, count);
  }

  /** Lets the listings of this step go. */
  void release() {
    sender.release(quota);
  }
}

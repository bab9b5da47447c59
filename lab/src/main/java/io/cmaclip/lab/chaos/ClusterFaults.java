package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Faults of brokers, registry and topics, while some service has listings in flight. */
final class ClusterFaults {
  private static final Duration GIVE_UP = Duration.ofMinutes(1);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private ClusterFaults() {}

  static Blow restart(Stage stage) throws InterruptedException {
    int index = stage.random().nextInt(stage.brokers().count());
    Blow blow = blow(stage, stage.brokers().name(index));
    stage.brokers().terminate(index);
    stage.brokers().comeBack(index);
    return blow;
  }

  static Blow kill(Stage stage) throws InterruptedException {
    int index = stage.random().nextInt(stage.brokers().count());
    Blow blow = blow(stage, stage.brokers().name(index));
    stage.brokers().kill(index);
    stage.brokers().comeBack(index);
    return blow;
  }

  static Blow brokersAway(Stage stage) throws InterruptedException {
    Blow blow = blow(stage, "all brokers");
    stage.brokers().freeze();
    try {
      Thread.sleep(stage.pressure().brokersAway().toMillis());
    } finally {
      stage.brokers().thaw();
    }
    return blow.withNote("for " + stage.pressure().brokersAway().toSeconds() + " s");
  }

  static Blow registry(Stage stage) throws InterruptedException {
    Blow blow = blow(stage, "registry");
    stage.registry().kill();
    Thread.sleep(stage.pressure().registryAway().toMillis());
    stage.registry().comeBack();
    return blow.withNote("for " + stage.pressure().registryAway().toSeconds() + " s");
  }

  /**
   * A service that cannot put a listing aside has to end, and nothing after it may be committed.
   */
  static Blow deadLettersRefused(Stage stage) throws InterruptedException {
    stage.fleet().replace(false);
    int before = stage.fleet().endedByThemselves();
    try {
      // First, so that none of the step's dead letters slips through.
      stage.deadLetter().refuse();
      stage.release();
      Blow blow = blow(stage, "dead-letter topic");
      long deadline = System.nanoTime() + GIVE_UP.toNanos();
      while (stage.fleet().endedByThemselves() == before && System.nanoTime() - deadline < 0) {
        Thread.sleep(100);
      }
      Thread.sleep(SETTLE.toMillis());
      int ended = stage.fleet().endedByThemselves() - before;
      int passed = passed(stage);
      return blow.withNote(
              "services ended: " + ended + (passed > 0 ? ", answered past it: " + passed : ""))
          .withViolations(passed);
    } finally {
      stage.deadLetter().restore();
      stage.fleet().replace(true);
    }
  }

  /** Inputs that are answered although an earlier one of their partition is not. */
  private static int passed(Stage stage) {
    Map<Integer, Integer> firstUnanswered = new HashMap<>();
    int passed = 0;
    for (Input input : stage.inputs().subList(0, stage.sender().sent())) {
      if (!stage.reader().isAnswered(input.number())) {
        firstUnanswered.putIfAbsent(input.partition(), input.number());
      } else if (firstUnanswered.containsKey(input.partition())) {
        passed++;
      }
    }
    return passed;
  }

  private static Blow blow(Stage stage, String target) throws InterruptedException {
    Optional<Victim> busy = ServiceFaults.victim(stage);
    return Blow.now(stage, target, busy.map(Victim::inFlight).orElse(0));
  }
}

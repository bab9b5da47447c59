package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Faults of brokers, registry and topics while a service has listings in flight. */
final class ClusterFaults {
  private static final Duration EXIT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private ClusterFaults() {}

  static InjectedFault restart(FaultContext context) throws InterruptedException {
    int index = context.random().nextInt(context.brokers().count());
    InjectedFault injected = injected(context, context.brokers().name(index));
    context.brokers().terminate(index);
    context.brokers().restart(index);
    return injected;
  }

  static InjectedFault kill(FaultContext context) throws InterruptedException {
    int index = context.random().nextInt(context.brokers().count());
    InjectedFault injected = injected(context, context.brokers().name(index));
    context.brokers().kill(index);
    context.brokers().restart(index);
    return injected;
  }

  static InjectedFault brokersAway(FaultContext context) throws InterruptedException {
    InjectedFault injected = injected(context, "all brokers");
    context.brokers().freeze();
    try {
      Thread.sleep(context.timings().brokersAway().toMillis());
    } finally {
      context.brokers().thaw();
    }
    return injected.withNote("for " + context.timings().brokersAway().toSeconds() + " s");
  }

  static InjectedFault registry(FaultContext context) throws InterruptedException {
    InjectedFault injected = injected(context, "registry");
    context.registry().kill();
    Thread.sleep(context.timings().registryAway().toMillis());
    context.registry().restart();
    return injected.withNote("for " + context.timings().registryAway().toSeconds() + " s");
  }

  /** A service that cannot write a dead letter must exit without committing later listings. */
  static InjectedFault deadLettersRefused(FaultContext context) throws InterruptedException {
    context.fleet().replace(false);
    int before = context.fleet().endedByThemselves();
    try {
      // Before the release, so that the topic rejects all dead letters of this step.
      context.deadLetter().refuse();
      context.release();
      InjectedFault injected = injected(context, "dead-letter topic");
      long deadline = System.nanoTime() + EXIT_TIMEOUT.toNanos();
      while (context.fleet().endedByThemselves() == before && System.nanoTime() - deadline < 0) {
        Thread.sleep(100);
      }
      Thread.sleep(SETTLE.toMillis());
      int ended = context.fleet().endedByThemselves() - before;
      int passed = passed(context);
      return injected
          .withNote("services exited: " + ended + (passed > 0 ? ", committed past: " + passed : ""))
          .withViolations(passed);
    } finally {
      context.deadLetter().restore();
      context.fleet().replace(true);
    }
  }

  /** Number of answered inputs that follow an unanswered one in their partition. */
  private static int passed(FaultContext context) {
    Map<Integer, Integer> firstUnanswered = new HashMap<>();
    int passed = 0;
    for (Input input : context.inputs().subList(0, context.sender().sent())) {
      if (input.isSilent()) {
        continue;
      }
      if (!context.reader().isAnswered(input.number())) {
        firstUnanswered.putIfAbsent(input.partition(), input.number());
      } else if (firstUnanswered.containsKey(input.partition())) {
        passed++;
      }
    }
    return passed;
  }

  private static InjectedFault injected(FaultContext context, String target)
      throws InterruptedException {
    Optional<TargetService> busy = ServiceFaults.target(context);
    return InjectedFault.now(context, target, busy.map(TargetService::inFlight).orElse(0));
  }
}

package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExitGateTest {
  private final ExitGate gate = new ExitGate(Duration.ofSeconds(15));
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Thread shutdown =
      new Thread(
          () -> {
            begun.countDown();
            gate.end();
          });

  @Test
  void refusesCallsOnceTheShutdownBegins() throws Exception {
    assertThat(gate.call(() -> 1)).isEqualTo(1);
    shutdown.start();
    shutdown.join();
    assertThatThrownBy(() -> gate.call(() -> 2)).hasMessageContaining("shutting down");
  }

  @Test
  void anOwnerThatClosesAnswersDuringTheShutdown() throws Exception {
    gate.waitForOwner();
    shutdown.start();
    begun.await();
    awaitWaiting();
    assertThat(gate.call(() -> 3)).isEqualTo(3);
    gate.close();
    shutdown.join();
  }

  @Test
  void refusesCallsWhenTheOwnerDoesNotCloseInTime() throws Exception {
    ExitGate impatient = new ExitGate(Duration.ofMillis(1));
    impatient.waitForOwner();
    Thread hook = new Thread(impatient::end);
    hook.start();
    hook.join();
    assertThatThrownBy(() -> impatient.call(() -> 4)).hasMessageContaining("shutting down");
  }

  @Test
  void waitsForTheRunningCall() throws Exception {
    gate.call(
        () -> {
          shutdown.start();
          awaitWaiting();
          return 5;
        });
    shutdown.join();
  }

  private void awaitWaiting() {
    while (shutdown.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}

package io.cmaclip.lab.chaos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmaclip.model.errors.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetTest {
  @TempDir Path folder;

  @Test
  void failsWithTheLogOfAServiceThatNeverStarts() {
    try (Fleet fleet = new Fleet(number -> launch(number, "starting"), 1)) {
      fleet.start();
      assertThatThrownBy(fleet::awaitReady)
          .isExactlyInstanceOf(UserException.class)
          .hasMessageStartingWith("5 consecutive services exited before they were ready")
          .hasMessageContaining("s-5 exited with status 3")
          .hasMessageContaining(folder.resolve("s-5.log").toString())
          .hasMessageContaining("reason 11")
          .hasMessageEndingWith("reason 20")
          .hasMessageNotContaining("reason 10");
      assertThatThrownBy(() -> fleet.target(new Random(1), Duration.ofMinutes(1)))
          .isInstanceOf(UserException.class);
    }
  }

  @Test
  void keepsReplacingServicesIfOneWasReady() throws Exception {
    try (Fleet fleet = new Fleet(number -> launch(number, number == 3 ? "ready" : "no"), 1)) {
      fleet.start();
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                fleet.check();
                return fleet.endedByThemselves() >= 7;
              });
    }
  }

  private Child launch(int number, String says) {
    List<String> arguments = new ArrayList<>(List.of(says));
    IntStream.rangeClosed(1, 20).forEach(line -> arguments.add("reason " + line));
    String name = "s-" + number;
    return Child.start(name, folder.resolve(name + ".log"), "32m", ShortLived.class, arguments);
  }
}

package io.cmaclip.lab.chaos.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.Preparer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultyPredictorTest {
  private final FaultInjection faults = new FaultInjection(0);
  private final Poison poison = new Poison();
  private final FakePredictor fake = new FakePredictor();
  private final FaultyPredictor predictor = new FaultyPredictor(fake, faults, poison);
  private final Preparer preparer =
      poison.detecting(
          (title, images) ->
              new Prepared(
                  new PreparedListing(null, new int[] {1, 2, 3}),
                  ModalityStatus.MISSING,
                  ModalityStatus.USED,
                  Prepared.NO_IMAGE,
                  null));

  @Test
  void answersLikeTheModelWithoutCommands() {
    PreparedListing listing = prepared("a dress");
    assertThat(predictor.predict(List.of(listing))).isEqualTo(fake.predict(List.of(listing)));
  }

  @Test
  void aPoisonPillFailsOnlyItsBatch() {
    PreparedListing good = prepared("a dress");
    PreparedListing bad = prepared("a " + Poison.WORD + " dress");
    assertThatThrownBy(() -> predictor.predict(List.of(good, bad)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(predictor.predict(List.of(good))).hasSize(1);
    assertThatCode(predictor::selfTest).doesNotThrowAnyException();
  }

  @Test
  void throwAlsoFailsTheSelfTest() throws InterruptedException {
    faults.execute("throw 300");
    assertThatThrownBy(predictor::selfTest).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> predictor.predict(List.of(prepared("a dress"))))
        .isInstanceOf(IllegalStateException.class);
    Thread.sleep(350);
    assertThatCode(predictor::selfTest).doesNotThrowAnyException();
  }

  @Test
  void aStalledInferenceCallCountsAsInFlight() throws Exception {
    faults.execute("stall 500");
    long start = System.nanoTime();
    AtomicInteger answers = new AtomicInteger();
    Thread inference =
        new Thread(
            () ->
                answers.set(
                    predictor.predict(List.of(prepared("a dress"), prepared("a shirt"))).size()));
    inference.start();
    await().pollInterval(Duration.ofMillis(1)).until(() -> faults.inFlight() == 2);
    inference.join();
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(450));
    assertThat(answers).hasValue(2);
    assertThat(faults.inFlight()).isZero();
  }

  @Test
  void lateDelaysResults() {
    faults.execute("late 10000 200");
    long start = System.nanoTime();
    assertThat(predictor.predict(List.of(prepared("a dress")))).hasSize(1);
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
  }

  @Test
  void rejectsAnUnknownCommand() {
    assertThatThrownBy(() -> faults.execute("dance 10"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private PreparedListing prepared(String title) {
    return preparer.prepare(title, List.of()).listing();
  }
}

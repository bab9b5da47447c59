package io.cmaclip.streams.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.streams.suspects.RunGuard;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BisectingForwardTest {
  private final FakePredictor predictor = new FakePredictor();
  private final BisectingForward forward =
      new BisectingForward(predictor, new RunGuard(), new ForwardStatistics());

  @Test
  void aGoodBatchTakesOneForward() throws Exception {
    List<BatchEntry> batch = batch(64);
    forward.classify(batch);
    assertThat(predictor.batches).containsExactly(64);
    assertThat(batch).allMatch(entry -> ((TestEntry) entry).prediction != null);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 62, 63})
  void aListingWhoseBatchFailsIsFoundByBisecting(int guilty) throws Exception {
    failOn(Set.of(guilty));
    List<BatchEntry> batch = batch(64);
    forward.classify(batch);
    for (int i = 0; i < 64; i++) {
      TestEntry entry = (TestEntry) batch.get(i);
      assertThat(entry.cause != null).as("listing %d condemned", i).isEqualTo(i == guilty);
      assertThat(entry.answers).isEqualTo(1);
    }
    assertThat(predictor.batches.size() - 1).isLessThanOrEqualTo(2 * 6 + 1);
  }

  @Test
  void severalGuiltyListingsAreAllFoundAndTheOthersAnswered() throws Exception {
    Set<Integer> guilty = Set.of(3, 4, 17, 63);
    failOn(guilty);
    List<BatchEntry> batch = batch(64);
    forward.classify(batch);
    for (int i = 0; i < 64; i++) {
      assertThat(((TestEntry) batch.get(i)).cause != null).isEqualTo(guilty.contains(i));
    }
    assertThat(predictor.batches.size() - 1).isLessThanOrEqualTo(guilty.size() * (2 * 6 + 1));
  }

  @Test
  void aFailureThatDoesNotRepeatCondemnsNobody() throws Exception {
    AtomicInteger failures = new AtomicInteger(7);
    predictor.before(
        batch -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("passing");
          }
        });
    List<BatchEntry> batch = batch(64);
    forward.classify(batch);
    assertThat(batch).allMatch(entry -> ((TestEntry) entry).prediction != null);
  }

  @Test
  void aBatchTooLargeForTheDeviceIsAnsweredInParts() throws Exception {
    predictor.before(
        batch -> {
          if (batch.size() > 16) {
            throw new IllegalStateException("out of device memory");
          }
        });
    List<BatchEntry> batch = batch(64);
    forward.classify(batch);
    assertThat(batch).allMatch(entry -> ((TestEntry) entry).prediction != null);
  }

  @Test
  void nobodyIsCondemnedWhenTheSelfTestFailsToo() {
    predictor.setIll(true);
    List<BatchEntry> batch = batch(64);
    assertThatThrownBy(() -> forward.classify(batch)).isInstanceOf(PredictorIllException.class);
    assertThat(batch).noneMatch(BatchEntry::isFinished);
  }

  @Test
  void aPredictorThatAnswersTooFewListingsIsTakenAsFailing() throws Exception {
    BisectingForward cheating =
        new BisectingForward(new ShortAnswers(predictor), new RunGuard(), new ForwardStatistics());
    List<BatchEntry> batch = batch(2);
    cheating.classify(batch);
    assertThat(batch).allMatch(entry -> ((TestEntry) entry).answers == 1);
  }

  private void failOn(Set<Integer> guilty) {
    predictor.before(
        batch -> {
          if (batch.stream().anyMatch(listing -> guilty.contains(TestEntry.token(listing)))) {
            throw new IllegalArgumentException("poison");
          }
        });
  }

  private static List<BatchEntry> batch(int size) {
    return IntStream.range(0, size).<BatchEntry>mapToObj(TestEntry::new).toList();
  }
}

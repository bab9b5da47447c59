package io.cmaclip.streams.unchanged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.Sketch;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.streams.models.UsedModalities;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RememberedCodecTest {
  private static final ModelIdentity MODEL = new ModelIdentity("модель", "1", "f00d");
  private static final Remembered FULL =
      entry(
          new Answer(
              new UsedModalities(ModalityStatus.USED, ModalityStatus.USED, 3),
              "unreadable",
              new Prediction(
                  ModalityState.BOTH,
                  List.of(
                      new TaskPrediction(
                          "colour",
                          "red",
                          0.1 + 0.2,
                          true,
                          0.25,
                          0.75,
                          List.of(new Alternative("blue", Double.MIN_VALUE)),
                          new Alternative("green", 0.5),
                          null),
                      new TaskPrediction("size", "", 1, false, 0, 1, List.of(), null, null)),
                  new NoiseScores(0.1, 0.2, 0.3),
                  0x0123_4567_89AB_CDEFL),
              MODEL));
  private static final Remembered EMPTY =
      entry(
          new Answer(
              new UsedModalities(ModalityStatus.MISSING, ModalityStatus.MISSING, null),
              null,
              null,
              MODEL));

  @Test
  void anEntryIsReadAsItWasWritten() {
    for (Remembered entry : List.of(FULL, EMPTY)) {
      assertThat(RememberedCodec.decode(RememberedCodec.encode(entry))).contains(entry);
    }
  }

  @Test
  void anEntryOfAServiceBeforeSketchesIsRead() {
    byte[] bytes = RememberedCodec.encode(FULL);
    int sketchAt = 1 + 4 * 2 * Long.BYTES + 2 * Long.BYTES;
    byte[] older = new byte[bytes.length - Long.BYTES];
    System.arraycopy(bytes, 0, older, 0, sketchAt);
    System.arraycopy(bytes, sketchAt + Long.BYTES, older, sketchAt, older.length - sketchAt);
    older[0] = 1;
    assertThat(RememberedCodec.decode(older))
        .contains(FULL.with(FULL.answer().withSketch(Sketch.NONE)));
    assertThat(RememberedCodec.offset(older)).isEqualTo(17);
  }

  @Test
  void theOffsetIsReadWithoutTheEntry() {
    for (Remembered entry : List.of(FULL, EMPTY)) {
      assertThat(RememberedCodec.offset(RememberedCodec.encode(entry)))
          .isEqualTo(entry.outputs().offset());
    }
    assertThat(RememberedCodec.offset(RememberedCodec.deleted(77))).isEqualTo(77);
    assertThat(RememberedCodec.offset(new byte[] {9, 9})).isEqualTo(-1);
    assertThat(RememberedCodec.offset(null)).isEqualTo(-1);
  }

  @Test
  void bytesOfAnotherVersionOrCutOrDamagedAreNoEntry() {
    byte[] bytes = RememberedCodec.encode(FULL);
    byte[] later = bytes.clone();
    later[0]++;
    assertThat(RememberedCodec.decode(later)).isEmpty();
    assertThat(RememberedCodec.decode(null)).isEmpty();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(RememberedCodec.decode(Arrays.copyOf(bytes, length))).isEmpty();
    }
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatCode(() -> RememberedCodec.decode(damaged)).doesNotThrowAnyException();
    }
  }

  private static Remembered entry(Answer answer) {
    return new Remembered(
        new Hash(1, -1),
        new Hash(2, Long.MIN_VALUE),
        Hash.NONE,
        Instant.ofEpochMilli(1_700_000_000_123L),
        new Remembered.Outputs(new Hash(4, 4), 17),
        answer);
  }
}

package io.cmaclip.trainer.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.model.text.TinyTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkPredictionTest {
  @TempDir private Path temp;

  private final Architecture architecture = Architecture.preset("paper");
  private final List<FakePredictor> predictors =
      List.of(new FakePredictor(), new FakePredictor(), new FakePredictor());
  private ListingPreprocessor preprocessor;

  @BeforeEach
  void open() throws IOException {
    preprocessor = ListingPreprocessor.of(architecture, TinyTokenizer.json());
  }

  @AfterEach
  void close() {
    preprocessor.close();
  }

  @Test
  void everyListingIsAnsweredOnceInFileOrder() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      rows.append("{\"id\": \"%d\", \"title\": \"%s\"}%n".formatted(i, "red ".repeat(1 + i % 9)));
    }
    List<Answer> answers = answer(rows.toString(), 7);
    assertThat(answers)
        .extracting(Answer::id)
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    for (int i = 0; i < 500; i++) {
      assertThat(answers.get(i).prepared().listing().tokens()).hasSize(3 + i % 9);
      assertAnsweredByItsOwn(answers.get(i));
    }
    assertThat(predictors).noneMatch(FakePredictor::wasShared);
    assertThat(predictors)
        .allSatisfy(predictor -> assertThat(predictor.batches).allMatch(size -> size <= 7));
  }

  @Test
  void aListingWithoutUsableModalityIsAnsweredWithoutInference() throws Exception {
    Files.writeString(temp.resolve("broken.jpg"), "not an image");
    List<Answer> answers =
        answer(
            """
            {"id": "1", "title": "red"}
            {"id": "2", "title": " "}
            {"id": "3", "file_name": "broken.jpg"}
            {"id": "4", "title": "red red", "file_name": "broken.jpg"}
            """,
            10);
    assertThat(answers.get(1).prediction()).isNull();
    assertThat(answers.get(1).reasons())
        .extracting(ReviewReason::shortForm)
        .containsExactly("IMAGE_MISSING", "TEXT_MISSING");
    assertThat(PredictionLine.of(answers.get(2)))
        .contains("\"image\":\"UNREADABLE\"", "\"tasks\":{}", "IMAGE_UNREADABLE");
    assertThat(answers.get(3).prepared().image()).isEqualTo(ModalityStatus.UNREADABLE);
    assertThat(answers.get(3).prepared().listing().tokens()).hasSize(4);
    assertAnsweredByItsOwn(answers.get(3));
  }

  @Test
  void aBatchWithoutUsableModalitiesNeedsNoInference() throws Exception {
    assertThat(answer("{\"id\": \"1\"}\n{\"id\": \"2\"}\n", 2)).hasSize(2);
  }

  @Test
  void aBadRowEndsTheRunWithLineAndField() {
    String rows = "{\"id\": \"1\", \"title\": \"red\"}\n{\"id\": \"1\", \"title\": \"red\"}\n";
    assertThatThrownBy(() -> answer(rows, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line 2: field id = 1: also in line 1");
  }

  @Test
  void aFailingPredictorEndsTheRunWithItsOwnException() throws IOException {
    Files.writeString(temp.resolve("metadata.jsonl"), "{\"id\": \"1\", \"title\": \"red\"}\n");
    FakePredictor failing = new FakePredictor();
    failing.setUnhealthy(true);
    try (ListingFolder folder = ListingFolder.open(temp, "metadata.jsonl")) {
      Answering answering = new Answering(preprocessor, policy());
      BulkPrediction<ListingPredictor> bulk = new BulkPrediction<>(List.of(failing));
      assertThatThrownBy(() -> answering.answer(folder, bulk, 4, batch -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("unhealthy");
    }
  }

  private static void assertAnsweredByItsOwn(Answer answer) {
    assertThat(answer.prediction().tasks().get(0).label())
        .isEqualTo(FakePredictor.label(answer.prepared().listing()));
  }

  private List<Answer> answer(String rows, int batchSize) throws Exception {
    Files.writeString(temp.resolve("metadata.jsonl"), rows);
    List<Answer> answers = new ArrayList<>();
    try (ListingFolder folder = ListingFolder.open(temp, "metadata.jsonl")) {
      new Answering(preprocessor, policy())
          .answer(folder, new BulkPrediction<>(predictors), batchSize, answers::addAll);
    }
    return answers;
  }

  private ReviewPolicy policy() {
    BundleTask colour =
        new BundleTask(
            "colour",
            List.of("red", "blue"),
            Map.of(ModalityState.TEXT_ONLY, new OperatingPoint(1, 0.5)));
    BundleManifest manifest =
        new BundleManifest(
            "test",
            "1",
            architecture,
            List.of(colour),
            NoiseModel.NONE,
            Map.of(),
            Map.of(),
            Instant.EPOCH,
            Map.of());
    return ReviewPolicy.of(manifest, ReviewSettings.OF_BUNDLE);
  }
}

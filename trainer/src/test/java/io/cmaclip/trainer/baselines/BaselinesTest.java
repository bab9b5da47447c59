package io.cmaclip.trainer.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.listings.Listing;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final String[] SHAPES = {"shirt", "shoe", "hat"};
  private static final Color[] PAINTS = {Color.RED, Color.GREEN, Color.BLUE};

  @Test
  void eachBaselineLearnsWhatItsModalityShows() {
    List<BaselineScores> scores = measure(listings(400, 1), listings(200, 2));

    assertThat(scores).extracting(BaselineScores::name).containsExactly("title", "image", "both");
    assertThat(accuracy(scores.get(0), "shape")).isGreaterThan(.97);
    assertThat(accuracy(scores.get(0), "paint")).isBetween(.2, .5);
    assertThat(accuracy(scores.get(1), "paint")).isGreaterThan(.97);
    assertThat(accuracy(scores.get(1), "shape")).isBetween(.2, .5);
    assertThat(accuracy(scores.get(2), "paint")).isGreaterThan(.95);
    assertThat(accuracy(scores.get(2), "shape")).isGreaterThan(.95);
    assertThat(scores.get(2).tasks().get("paint").recallAtP90()).isGreaterThan(.95);
    assertThat(scores.get(1).meanAccuracy())
        .isCloseTo(
            (accuracy(scores.get(1), "paint") + accuracy(scores.get(1), "shape")) / 2,
            within(1e-9));
  }

  @Test
  void theSameDataGiveTheSameFigures() {
    List<Listing> training = listings(80, 3);
    List<Listing> test = listings(40, 4);

    assertThat(measure(training, test)).isEqualTo(measure(training, test));
  }

  @Test
  void acceptsListingsWithoutImageTitleOrLabel() {
    List<Listing> training = new ArrayList<>(listings(80, 5));
    training.add(new Listing("bare", "", null, null, Map.of()));
    training.add(
        new Listing(
            "broken", "red shirt", "x.jpg", new byte[] {1, 2, 3}, Map.of("shape", "shirt")));
    List<Listing> test =
        List.of(new Listing("odd", "", null, null, Map.of("shape", "sock", "paint", "p0")));

    List<BaselineScores> scores = measure(training, test);

    assertThat(scores.get(2).tasks().get("shape").labelled()).isEqualTo(1);
    assertThat(accuracy(scores.get(2), "shape"))
        .as("a class outside the training data counts as wrong")
        .isZero();
  }

  @Test
  void fieldsWithOneValueAndNotesAreNotTasks() {
    List<Listing> listings =
        List.of(
            new Listing(
                "1", "a", null, null, Map.of("shape", "x", "shop", "same", "noise", "none")),
            new Listing(
                "2", "b", null, null, Map.of("shape", "y", "shop", "same", "noise", "image_swap")));

    assertThat(Baselines.tasks(listings)).containsExactly("shape");
  }

  private static List<BaselineScores> measure(List<Listing> training, List<Listing> test) {
    try (ProgressBar progress = ProgressBar.start("baselines", "epochs", Baselines.steps())) {
      return new Baselines(training, List.of("shape", "paint")).measure(test, progress);
    }
  }

  private static double accuracy(BaselineScores scores, String task) {
    return scores.tasks().get(task).accuracy();
  }

  /** Titles contain the shape, images the paint. */
  private static List<Listing> listings(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              int shape = random.nextInt(SHAPES.length);
              int paint = random.nextInt(PAINTS.length);
              return new Listing(
                  "l" + i,
                  "nice " + SHAPES[shape] + " number " + random.nextInt(50),
                  i + ".png",
                  image(PAINTS[paint], random),
                  Map.of("shape", SHAPES[shape], "paint", "p" + paint));
            })
        .toList();
  }

  private static byte[] image(Color paint, Random random) {
    BufferedImage image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(paint);
    g.fillRect(random.nextInt(8), random.nextInt(8), 22, 30);
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package io.cmaclip.trainer.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.trainer.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Confident learning, by hand, on drawn labels, and beside cleanlab. */
class ConfidentLearningTest {
  /** Five items with label 0, four with label 1; the fifth and the ninth look like the other. */
  private static final ConfidentLearning SMALL =
      new ConfidentLearning(
          new double[][] {
            {.9, .1}, {.8, .2}, {.9, .1}, {.6, .4}, {.1, .9}, {.2, .8}, {.1, .9}, {.3, .7}, {.8, .2}
          },
          new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1});

  @TempDir private Path folder;

  @Test
  void thresholdIsTheMeanProbabilityOfTheItemsWithTheLabel() {
    assertThat(SMALL.thresholds()).containsExactly(new double[] {.66, .65}, within(1e-12));
  }

  @Test
  void confidentJointLeavesOutItemsBelowAllThresholds() {
    assertThat(SMALL.confidentJoint()).isDeepEqualTo(new int[][] {{3, 1}, {1, 3}});
    assertThat(SMALL.expectedCounts()[0]).containsExactly(new double[] {3.75, 1.25}, within(1e-12));
    assertThat(SMALL.expectedCounts()[1]).containsExactly(new double[] {1, 3}, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Prune.class)
  void findsTheItemsThatLookLikeAnotherClass(Prune prune) {
    boolean[] errors = SMALL.errors(prune);
    assertThat(IntStream.range(0, errors.length).filter(i -> errors[i])).containsExactly(4, 8);
  }

  @Test
  void anItemWhoseLabelIsTheMostProbableIsNoError() {
    ConfidentLearning sure =
        new ConfidentLearning(new double[][] {{.6, .4}, {.9, .1}, {.2, .8}}, new int[] {0, 0, 1});
    assertThat(sure.errors(Prune.CLASS)).containsOnly(false);
    assertThat(sure.errors(Prune.NOISE_RATE)).containsOnly(false);
  }

  @Test
  void withoutItemsThereIsNoError() {
    ConfidentLearning none = new ConfidentLearning(new double[0][], new int[0]);
    assertThat(none.errors(Prune.NOISE_RATE)).isEmpty();
  }

  @Test
  void estimatesTheNumberOfWrongLabels() {
    Drawn drawn = Drawn.of(4_000, 6, 0.1, 3);
    GivenLabels labels = drawn.labels();
    assertThat(labels.estimatedErrors()).isBetween(300.0, 500.0);
    List<LabelError> errors = labels.errors(Prune.BOTH);
    long real =
        errors.stream()
            .filter(e -> drawn.right()[e.listing()] != drawn.given()[e.listing()])
            .count();
    assertThat((double) real / errors.size()).isGreaterThan(0.8);
  }

  @Test
  void labelsOfUnknownClassesAndListingsWithoutPredictionAreNotJudged() {
    GivenLabels labels =
        GivenLabels.of(
            "colour",
            List.of("blue", "red"),
            List.of("red", "green", "", "blue"),
            new double[][] {{.5, .5}, {.5, .5}, {.5, .5}, null});
    assertThat(labels.listings()).containsExactly(0);
  }

  /** Needs Python with cleanlab, which is called and never linked. */
  @ParameterizedTest
  @CsvSource({"NOISE_RATE, prune_by_noise_rate", "CLASS, prune_by_class", "BOTH, both"})
  void agreesWithCleanlabOnEqualProbabilities(Prune prune, String filter)
      throws IOException, InterruptedException {
    Python.require("cleanlab");
    for (int seed = 2; seed <= 6; seed++) {
      Drawn drawn = Drawn.of(6_000, 4 + seed, 0.03 * seed, seed);
      Path input = folder.resolve(filter + seed + ".json");
      new ObjectMapper()
          .writeValue(input.toFile(), Map.of("p", drawn.probabilities(), "given", drawn.given()));
      Path output = folder.resolve(filter + seed + ".out");
      Python.Result result =
          Python.run(
              "-c",
              """
              import json, sys, numpy
              from cleanlab.filter import find_label_issues
              data = json.load(open(sys.argv[1]))
              found = find_label_issues(numpy.array(data["given"]), numpy.array(data["p"]),
                  filter_by=sys.argv[2], n_jobs=1)
              json.dump(numpy.flatnonzero(found).tolist(), open(sys.argv[3], "w"))
              """,
              input.toString(),
              filter,
              output.toString());
      assertThat(result.status()).as(result.output()).isZero();
      Set<Integer> theirs = new HashSet<>();
      new ObjectMapper().readTree(Files.readString(output)).forEach(n -> theirs.add(n.asInt()));
      boolean[] errors = new ConfidentLearning(drawn.probabilities(), drawn.given()).errors(prune);
      Set<Integer> ours = new HashSet<>();
      IntStream.range(0, errors.length).filter(i -> errors[i]).forEach(ours::add);
      Set<Integer> shared = new HashSet<>(ours);
      shared.retainAll(theirs);
      Set<Integer> either = new HashSet<>(ours);
      either.addAll(theirs);
      assertThat((double) shared.size() / either.size())
          .as("Jaccard of seed %d: %d and %d", seed, ours.size(), theirs.size())
          .isGreaterThanOrEqualTo(0.99);
    }
  }

  /** Labels with known errors, and probabilities that are right more often than not. */
  private record Drawn(int[] right, int[] given, double[][] probabilities) {
    static Drawn of(int items, int classes, double wrong, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] right = new int[items];
      int[] given = new int[items];
      double[][] probabilities = new double[items][classes];
      for (int i = 0; i < items; i++) {
        right[i] = (int) (classes * Math.pow(random.nextDouble(), 1.5));
        given[i] =
            random.nextDouble() < wrong
                ? (right[i] + 1 + random.nextInt(classes - 1)) % classes
                : right[i];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          double logit = 1.5 * random.nextGaussian() + (c == right[i] ? 4 : 0);
          probabilities[i][c] = Math.exp(logit);
          sum += probabilities[i][c];
        }
        double total = sum;
        probabilities[i] = Arrays.stream(probabilities[i]).map(p -> p / total).toArray();
      }
      return new Drawn(right, given, probabilities);
    }

    GivenLabels labels() {
      List<String> names =
          IntStream.range(0, probabilities[0].length).mapToObj(c -> "class" + c).toList();
      return GivenLabels.of(
          "task", names, IntStream.of(given).mapToObj(names::get).toList(), probabilities);
    }
  }
}

package io.cmaclip.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost of drift detection per listing with five tasks, comparisons included. */
@Tag("slow")
class DriftCostTest {
  private static final int LISTINGS = 2_000_000;

  /** One thousandth of an inference call of 5 ms. */
  private static final double MOST_NANOS = 5000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void costsFarLessThanAnInferenceCall(int threads) throws Exception {
    Bundle bundle = Bundle.open(Path.of("../bundles/fashion-products"));
    DriftWatch watch =
        new DriftWatch(DriftSettings.DEFAULT, new SimpleMeterRegistry(), System::nanoTime);
    watch.serves(bundle.identity(), bundle.profile());
    List<Prediction> answers = answers(bundle.manifest().tasks());
    run(watch, answers, threads);
    double nanos = run(watch, answers, threads);
    System.out.printf("%d threads: %.0f ns a listing%n", threads, nanos);
    assertThat(nanos).isLessThan(MOST_NANOS);
  }

  /** Nanoseconds per listing and thread. */
  private static double run(DriftWatch watch, List<Prediction> answers, int threads)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        done.add(
            pool.submit(
                () ->
                    IntStream.range(0, LISTINGS)
                        .forEach(i -> watch.answered(answers.get(i % answers.size())))));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      pool.shutdown();
    }
    return (double) (System.nanoTime() - start) / LISTINGS;
  }

  private static List<Prediction> answers(List<BundleTask> tasks) {
    Random random = new Random(1);
    return IntStream.range(0, 1000)
        .mapToObj(
            i ->
                new Prediction(
                    ModalityState.BOTH,
                    tasks.stream().map(task -> answer(task, random)).toList(),
                    NoiseScores.NONE))
        .toList();
  }

  private static TaskPrediction answer(BundleTask task, Random random) {
    double weight = random.nextDouble();
    String label = task.classes().get(random.nextInt(task.classes().size()));
    return new TaskPrediction(
        task.name(), label, random.nextDouble(), true, weight, 1 - weight, List.of(), null, null);
  }
}

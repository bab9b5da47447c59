package io.cmaclip.lab.bench.model;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures predictors of each precision, one thread each, against square matrix products on the
 * same threads: rounds in which all are measured in turn, so that a machine that slows down slows
 * all of them.
 */
final class PredictorSpeed implements AutoCloseable {
  private static final int TRIMMED_BATCH = 32;

  private final Map<Precision, List<CmaClipPredictor>> predictors;
  private final int threads;
  private final Architecture architecture;
  private final RandomTitles titles;
  private final Duration perMeasure;
  private final Consumer<String> log;
  private final ExecutorService executor;
  private final ParallelRate rate;

  /**
   * Prepares the measurement.
   *
   * @param predictors by precision, float32 among them, as many of each
   */
  PredictorSpeed(
      Map<Precision, List<CmaClipPredictor>> predictors,
      Architecture architecture,
      RandomTitles titles,
      Duration perMeasure,
      Consumer<String> log) {
    this.predictors = predictors;
    this.architecture = architecture;
    this.titles = titles;
    this.perMeasure = perMeasure;
    this.log = log;
    this.threads = predictors.get(Precision.FLOAT32).size();
    this.executor = Executors.newFixedThreadPool(threads);
    this.rate = new ParallelRate(executor, threads);
  }

  /**
   * Runs all rounds.
   *
   * @return raw figures by name, one per round, in the order measured; rates of products in
   *     operations per second, of predictors in listings per second
   */
  Map<String, List<Double>> run(List<Integer> sizes, List<Integer> batches, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    List<List<SquareProducts>> products = new ArrayList<>();
    try {
      for (int size : sizes) {
        List<SquareProducts> perThread = new ArrayList<>();
        products.add(perThread);
        for (int i = 0; i < threads; i++) {
          perThread.add(new SquareProducts(size));
        }
      }
      int context = architecture.text().context();
      // Round 0 warms up: kernels are made and memory is fetched on first use.
      for (int round = 0; round <= rounds; round++) {
        Duration time = round == 0 ? Duration.ZERO : perMeasure;
        for (int i = 0; i < sizes.size(); i++) {
          List<SquareProducts> of = products.get(i);
          double operations = of.get(0).operations();
          record(
              figures,
              round,
              "matmul " + sizes.get(i),
              operations
                  * rate.perSecond(of.stream().map(p -> (Runnable) p::matmul).toList(), time));
          record(
              figures,
              round,
              "oneDNN " + sizes.get(i),
              operations
                  * rate.perSecond(of.stream().map(p -> (Runnable) p::packed).toList(), time));
        }
        for (int batch : batches) {
          for (Precision precision : predictors.keySet()) {
            Load load = new Load(precision, batch, context);
            record(figures, round, name(precision, batch), listings(load, round, time));
          }
        }
        Load trimmed = new Load(Precision.FLOAT32, TRIMMED_BATCH, 0);
        record(figures, round, "trimmed " + TRIMMED_BATCH, listings(trimmed, round, time));
      }
      return figures;
    } finally {
      products.forEach(of -> of.forEach(SquareProducts::close));
    }
  }

  private void record(Map<String, List<Double>> figures, int round, String name, double value) {
    if (round > 0) {
      figures.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      log.accept("round %d: %s: %.4g per second".formatted(round, name, value));
    }
  }

  /** Name of the figures of a precision with titles of full length. */
  static String name(Precision precision, int batch) {
    return (precision == Precision.FLOAT32 ? "padded " : precision + " ") + batch;
  }

  /**
   * What is measured.
   *
   * @param tokens of every title; 0: as real titles have
   */
  private record Load(Precision precision, int batch, int tokens) {}

  /** Listings per second. */
  private double listings(Load load, int seed, Duration time) throws InterruptedException {
    List<Runnable> work =
        IntStream.range(0, threads)
            .mapToObj(
                i -> {
                  CmaClipPredictor predictor = predictors.get(load.precision()).get(i);
                  SplittableRandom random = new SplittableRandom(1000L * seed + i);
                  byte[] pixels = new byte[architecture.image().pixelBytes()];
                  random.nextBytes(pixels);
                  return (Runnable)
                      () -> predictor.predict(draw(random, load.batch(), load.tokens(), pixels));
                })
            .toList();
    return load.batch() * rate.perSecond(work, time);
  }

  private List<PreparedListing> draw(
      SplittableRandom random, int batch, int tokens, byte[] pixels) {
    int vocabulary = architecture.text().vocabulary();
    return IntStream.range(0, batch)
        .mapToObj(
            i ->
                new PreparedListing(
                    pixels,
                    tokens == 0
                        ? titles.draw(random, vocabulary)
                        : random.ints(tokens, 0, vocabulary).toArray()))
        .toList();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

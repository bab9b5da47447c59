package io.cmaclip.trainer.comparison;

import io.cmaclip.cli.ProgressBar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Runs the trials of a comparison, each training and evaluation in its own process. Finished trials
 * are skipped; interrupted ones resume from their checkpoints. Used by one thread.
 */
public final class Comparison {
  private final ComparedData data;
  private final List<Variant> variants;
  private final List<Long> seeds;
  private final Path folder;
  private final int sideBySide;
  private final long cacheBytes;
  private final TrialFiles files = new TrialFiles();

  /**
   * @param folder output folder
   * @param sideBySide number of concurrent trials, at least 1
   * @param cacheBytes memory limit of each trial for decoded images
   */
  public Comparison(
      ComparedData data,
      List<Variant> variants,
      List<Long> seeds,
      Path folder,
      int sideBySide,
      long cacheBytes) {
    this.data = data;
    this.variants = List.copyOf(variants);
    this.seeds = List.copyOf(seeds);
    this.folder = folder;
    this.sideBySide = sideBySide;
    this.cacheBytes = cacheBytes;
  }

  /** Runs the unfinished trials; the result includes all seeds that were ever run. */
  public ComparisonResult run() throws IOException, InterruptedException {
    List<Trial> trials = trials();
    List<Trial> open = new ArrayList<>();
    for (Trial trial : trials) {
      if (files.result(trial, data).isEmpty()) {
        files.writeRecipe(trial);
        open.add(trial);
      }
    }
    runAll(open);
    List<TrialResult> results = new ArrayList<>();
    for (Variant variant : variants) {
      results.addAll(files.results(variant, folder, data));
    }
    List<VariantResult> summaries =
        variants.stream().map(variant -> VariantResult.of(variant.name(), results)).toList();
    return new ComparisonResult(data.names(), seeds, summaries, results, inference(trials));
  }

  private Map<String, Double> inference(List<Trial> trials) throws IOException {
    Map<String, Trial> trained = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (files.isTrained(trial)) {
        trained.putIfAbsent(trial.variant().name(), trial);
      }
    }
    return trained.isEmpty() ? Map.of() : InferenceSpeed.of(trained, data.test(), data.metadata());
  }

  /** Seed by seed, so that an interrupted comparison has results of every variant. */
  private List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (long seed : seeds) {
      variants.forEach(variant -> trials.add(new Trial(variant, seed, folder)));
    }
    return trials;
  }

  private void runAll(List<Trial> open) throws IOException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(sideBySide);
    ExecutorCompletionService<Void> finished = new ExecutorCompletionService<>(workers);
    Map<String, String> running = new ConcurrentSkipListMap<>();
    try (ChildCommands commands = new ChildCommands(sideBySide);
        ProgressBar bar = ProgressBar.start("compare", "runs", open.size())) {
      for (Trial trial : open) {
        finished.submit(
            () -> {
              run(trial, commands, running, bar);
              return null;
            });
      }
      for (int done = 0; done < open.size(); done++) {
        Future<Void> next = finished.take();
        next.get();
        bar.step(1);
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      // The commands have ended, so there is no work to wait for.
      workers.shutdownNow();
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private void run(
      Trial trial, ChildCommands commands, Map<String, String> running, ProgressBar bar)
      throws IOException, InterruptedException {
    if (!files.isTrained(trial)) {
      commands.run(training(trial), trial.log(), line -> note(trial, line, running, bar));
    }
    commands.run(evaluation(trial), trial.log(), line -> note(trial, line, running, bar));
    files.collect(trial, data);
    running.remove(trial.name());
  }

  /** Shows the stage and progress of a child. */
  private static void note(Trial trial, String line, Map<String, String> running, ProgressBar bar) {
    String[] words = line.strip().split("\\s+");
    if (words.length > 1 && words[1].endsWith("%")) {
      running.put(trial.name(), words[0] + " " + words[1]);
      bar.note(
          running.entrySet().stream()
              .map(one -> one.getKey() + " " + one.getValue())
              .collect(Collectors.joining(", ")));
    }
  }

  private List<String> training(Trial trial) {
    List<String> arguments = arguments("train", data.training(), trial.bundle());
    arguments.add("--config=" + trial.recipe());
    arguments.add("--seed=" + trial.seed());
    arguments.add("--cache-memory=" + cacheBytes);
    arguments.addAll(List.of("--no-report", "--resume"));
    Optional.ofNullable(data.validation()).ifPresent(v -> arguments.add("--validation=" + v));
    Optional.ofNullable(data.clip()).ifPresent(clip -> arguments.add("--encoders=" + clip));
    return arguments;
  }

  private List<String> evaluation(Trial trial) {
    List<String> arguments = arguments("evaluate", data.test(), trial.evaluation());
    arguments.addAll(List.of("--bundle=" + trial.bundle(), "--workers=1"));
    trial.variant().prompts().forEach(prompt -> arguments.add("--prompt=" + prompt));
    return arguments;
  }

  private List<String> arguments(String command, Path listings, Path out) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--data=" + listings, "--out=" + out));
    arguments.addAll(data.metadataOptions());
    return arguments;
  }
}

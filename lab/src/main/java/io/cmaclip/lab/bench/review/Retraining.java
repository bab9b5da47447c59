package io.cmaclip.lab.bench.review;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.encoders.Pretrained;
import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.TaskMetrics;
import io.cmaclip.trainer.noise.Corruptions;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.stages.Checkpoints;
import io.cmaclip.trainer.stages.Outputs;
import io.cmaclip.trainer.stages.Start;
import io.cmaclip.trainer.stages.Training;
import io.cmaclip.trainer.stages.TrainingData;
import io.cmaclip.trainer.stages.TrainingPlan;
import io.cmaclip.trainer.stages.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains from a base bundle as {@code train --encoders} does, without calibration. Used by one
 * thread.
 */
final class Retraining implements AutoCloseable {
  private final Pretrained base;
  private final Architecture architecture;
  private final ListingTokenizer tokenizer;
  private final Path work;

  /**
   * @param recipe gives sizes
   * @param work folder of checkpoints and cache
   */
  Retraining(Path bundle, Recipe recipe, Path work) throws IOException {
    this.base = Pretrained.open(bundle);
    this.architecture = base.within(recipe.architecture());
    this.tokenizer =
        ListingTokenizer.open(base.tokenizer(), architecture.text().context(), SpecialTokens.PLAIN);
    this.work = work;
  }

  /**
   * Trains, and measures the model.
   *
   * @param listings numbered listings
   * @param test numbers of the listings to measure on
   */
  RetrainingRun measure(
      RetrainingRun.Key key,
      Recipe recipe,
      List<RawListing> training,
      List<RawListing> listings,
      List<Integer> test)
      throws IOException, InterruptedException {
    ListingSet measured = listings(test.stream().map(listings::get).toList());
    if (measured.size() < test.size()) {
      throw new UserException("a listing has neither an image nor a title");
    }
    Map<String, String> marks = new LinkedHashMap<>();
    double recall = 0;
    Outputs outputs = train(recipe, training, measured, key.seed());
    for (int task = 0; task < base.tasks().size(); task++) {
      List<Answer> answers = Validation.answers(outputs.logits(), measured, base.tasks(), task, 1);
      recall += TaskMetrics.of(answers).recallAtP90() / base.tasks().size();
      StringBuilder ofTask = new StringBuilder("-".repeat(listings.size()));
      Iterator<Answer> next = answers.iterator();
      for (int i = 0; i < test.size(); i++) {
        if (measured.label(i, task) >= 0) {
          ofTask.setCharAt(test.get(i), next.next().correct() ? '1' : '0');
        }
      }
      marks.put(base.tasks().get(task).name(), ofTask.toString());
    }
    return new RetrainingRun(key, recall, marks);
  }

  private ListingSet listings(List<RawListing> listings) {
    return new ListingSet(listings, base.tasks(), tokenizer::encode);
  }

  private Outputs train(Recipe recipe, List<RawListing> training, ListingSet test, long seed)
      throws IOException, InterruptedException {
    TrainingPlan plan =
        new TrainingPlan(
            recipe,
            architecture,
            new TrainingData(
                base.tasks(),
                listings(training),
                listings(List.of()),
                base.closesWord(),
                new Corruptions(
                    architecture.image().height(),
                    architecture.image().width(),
                    tokenizer::encode)),
            new Start(base.model().fingerprint(), base.takeover(architecture, base.tasks())::apply),
            seed);
    Checkpoints checkpoints = new Checkpoints(work.resolve("checkpoints"));
    try (Training run = new Training(plan, checkpoints, CacheLimits.ofThisMachine(work))) {
      run.run(false);
      return run.model().answer(test, ModalityState.BOTH);
    } finally {
      checkpoints.delete();
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

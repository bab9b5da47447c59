package io.cmaclip.trainer.stages;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.trainer.batches.BatchFeed;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the stages of a recipe. A killed and resumed run yields the same weights bit by bit as an
 * uninterrupted run on the same machine. Training runs on the calling thread; other threads prepare
 * batches.
 */
public final class Training implements AutoCloseable {
  private final TrainingPlan plan;
  private final Checkpoints checkpoints;
  private final CacheLimits limits;
  private final Clock clock = new Clock();
  private final Learner learner;
  private Progress progress;

  /**
   * Prepares a run.
   *
   * @param limits of the cache of frozen encoders' outputs
   */
  public Training(TrainingPlan plan, Checkpoints checkpoints, CacheLimits limits) {
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.limits = limits;
    this.progress = Progress.start(plan.identity());
    // The profiling executor would compile other kernels after the first calls: starts become
    // slower, and resumed runs differ in the last bit.
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    this.learner = new Learner(plan);
  }

  /**
   * Trains through all remaining stages.
   *
   * @param resume whether to continue from the checkpoint, if there is one
   * @return the finished epochs; {@link #model} then holds the best weights
   */
  public List<EpochRecord> run(boolean resume) throws IOException, InterruptedException {
    if (resume) {
      checkpoints.load(progress.run()).ifPresent(this::restore);
    }
    for (Optional<Stage> stage = stage(); stage.isPresent(); stage = stage()) {
      runStage(stage.get());
    }
    return progress.history();
  }

  /** The current stage; empty when all stages are done. */
  private Optional<Stage> stage() {
    return plan.recipe().stages().stream().skip(progress.position().stage()).findFirst();
  }

  private void restore(Checkpoints.Saved saved) {
    progress = saved.progress();
    clock.add(progress.cpuSeconds(), progress.wallSeconds());
    learner.restore(saved.groups(), stage().orElse(null), progress.position().steps());
  }

  private void runStage(Stage stage) throws IOException, InterruptedException {
    learner.begin(stage, progress.position().steps());
    try (StageLessons lessons = new StageLessons(plan, progress.position().stage())) {
      lessons.check();
      int left = stage.epochs() - progress.position().epoch();
      if (left > 0) {
        lessons.encodeOnce(learner.model(), limits);
        try (ProgressBar bar =
            ProgressBar.start(stage.name(), "listings", (long) left * lessons.size())) {
          while (progress.position().epoch() < stage.epochs()) {
            runEpoch(stage, lessons, bar);
          }
        }
      }
    }
    learner.end();
    progress = progress.afterStage(clock);
    save();
  }

  private void runEpoch(Stage stage, StageLessons lessons, ProgressBar bar)
      throws IOException, InterruptedException {
    List<int[]> order = lessons.order(progress.position().epoch());
    long steps = (long) order.size() * stage.epochs();
    double started = clock.wallSeconds();
    long items = 0;
    double waited = 0;
    try (BatchFeed<Lesson> feed = lessons.feed(order, progress.position())) {
      while (progress.position().batch() < order.size()) {
        Lesson lesson = feed.take();
        progress = progress.afterStep(learner.step(lesson, progress.position(), steps), clock);
        items += lesson.batch().size();
        bar.step(lesson.batch().size());
        bar.note(progress.note(stage));
        if (checkpoints.isDue(progress.position().steps())
            && progress.position().batch() < order.size()) {
          save();
        }
      }
      waited = feed.waitedSeconds();
    }
    double seconds = clock.wallSeconds() - started;
    finishEpoch(stage, order.size(), items / seconds, waited / seconds);
    bar.note(progress.note(stage));
  }

  /**
   * Validates the EMA weights, keeps them if they are the stage's best, and writes a checkpoint.
   */
  private void finishEpoch(Stage stage, int steps, double itemsPerSecond, double waitedShare)
      throws IOException {
    TrainingData data = plan.data();
    LossValue loss = progress.loss().times(1.0 / steps);
    Outputs outputs = model().answer(data.validation(), ModalityState.BOTH);
    boolean classifies = stage.objective() == Objective.CLASSIFICATION;
    Map<String, Double> accuracy =
        classifies
            ? Validation.accuracy(outputs.logits(), data.validation(), data.tasks())
            : Map.of();
    double validation =
        classifies ? Validation.mean(accuracy) : Validation.retrieval(outputs, data.validation());
    boolean better = classifies && validation > progress.best();
    if (better) {
      learner.keepBest();
    }
    EpochRecord record =
        new EpochRecord(
            stage.name(),
            progress.position().epoch() + 1,
            loss.total(),
            loss.tasks(),
            loss.contrastive(),
            validation,
            accuracy,
            itemsPerSecond,
            waitedShare,
            clock.cpuSeconds());
    progress = progress.afterEpoch(record, better, clock);
    save();
  }

  private void save() throws IOException {
    checkpoints.save(progress, learner.state());
  }

  /** The model to measure and store: the EMA weights of the best epoch. */
  public EvaluationModel model() {
    return learner.average().model();
  }

  /** CPU and wall time of the run, including resumed parts. */
  public Clock clock() {
    return clock;
  }

  @Override
  public void close() {
    learner.close();
  }
}

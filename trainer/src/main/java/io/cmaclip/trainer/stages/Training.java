package io.cmaclip.trainer.stages;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchFeed;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.batches.EpochOrder;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.Stage;
import io.cmaclip.trainer.recipe.Unlabelled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Trains through the stages of a recipe. A run that is killed and resumed from its checkpoint gives
 * bitwise the weights of an undisturbed one on the same machine. Everything runs on the calling
 * thread; batches are prepared on others, a few ahead.
 */
public final class Training implements AutoCloseable {
  /** Steps between checkpoints within an epoch: about a minute at the speed of two cores. */
  private static final int CHECKPOINT_STEPS = 200;

  private static final int BATCHES_AHEAD = 4;

  /** The teacher has its full share after a third of a stage. */
  private static final int TEACHER_RISE = 3;

  /** CLIP's limit of the contrastive scale: 100. */
  private static final double LARGEST_LOGIT_SCALE = Math.log(100);

  private final Recipe recipe;
  private final TrainingData data;
  private final long seed;
  private final Checkpoint checkpoint;
  private final int checkpointSteps;
  private final Runnable afterCheckpoint;
  private final Architecture architecture;
  private final CacheLimits limits;
  private final BatchMaker batches;
  private final BatchMaker unvaried;
  private final OptimizerScript script;
  private final TrainableModel model;
  private final EvaluationModel average;
  private final NamedArrays moving;
  private final Clock clock;
  private final ExecutorService preparing =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
          });

  private Progress progress;
  private AdamW optimizer;
  private EncoderOutputs encoded;
  private WeightMap best;

  /**
   * A run.
   *
   * @param architecture of the recipe, with the vocabulary that the tokenizer really has
   * @param checkpoints folder for checkpoints
   * @param start first values
   * @param limits of the cache of what frozen encoders say
   */
  public Training(
      Recipe recipe,
      Architecture architecture,
      TrainingData data,
      long seed,
      Path checkpoints,
      Start start,
      CacheLimits limits) {
    this(recipe, architecture, data, seed, checkpoints, start, limits, CHECKPOINT_STEPS, () -> {});
  }

  /**
   * A run from first values, with the cache that this machine suggests and another rhythm of
   * checkpoints.
   *
   * @param afterCheckpoint called when a checkpoint is whole
   */
  Training(
      Recipe recipe,
      Architecture architecture,
      TrainingData data,
      long seed,
      Path checkpoints,
      int checkpointSteps,
      Runnable afterCheckpoint) {
    this(
        recipe,
        architecture,
        data,
        seed,
        checkpoints,
        Start.FROM_NOTHING,
        CacheLimits.ofThisMachine(checkpoints.toAbsolutePath().getParent()),
        checkpointSteps,
        afterCheckpoint);
  }

  Training(
      Recipe recipe,
      Architecture architecture,
      TrainingData data,
      long seed,
      Path checkpoints,
      Start start,
      CacheLimits limits,
      int checkpointSteps,
      Runnable afterCheckpoint) {
    this.recipe = recipe;
    this.architecture = architecture;
    this.limits = limits;
    this.data = data;
    this.seed = seed;
    this.checkpoint = new Checkpoint(checkpoints);
    this.checkpointSteps = checkpointSteps;
    this.afterCheckpoint = afterCheckpoint;
    this.progress = Progress.start(RunIdentity.of(recipe, architecture, data, start, seed));
    this.clock = new Clock();
    // The profiling executor would compile other kernels after the first calls: slower starts, and
    // a resumed run that differs in the last bit.
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    List<TaskShape> tasks = data.tasks().stream().map(TaskClasses::shape).toList();
    WeightMap first =
        start.change().apply(new Initialisation(architecture.weights(tasks), seed).all());
    script = new OptimizerScript();
    model = new TrainableModel(architecture, tasks, first, recipe.losses(), recipe.dropout());
    if (recipe.losses().classBalance() == ClassBalance.LOGIT_ADJUSTED) {
      model.adjustLogits(LogPrior.of(data.tasks(), data.training()));
    }
    average = new EvaluationModel(architecture, tasks, first, script);
    Map<String, PtNDArray> all = new LinkedHashMap<>(model.parameters().arrays());
    all.putAll(model.statistics().arrays());
    moving = new NamedArrays(all);
    batches = maker(recipe.augmentation());
    unvaried = maker(recipe.augmentation().unvaried());
  }

  private BatchMaker maker(AugmentationSettings augmentation) {
    return new BatchMaker(
        data.training(),
        data.tasks().size(),
        architecture.image().height(),
        architecture.image().width(),
        augmentation,
        data.closesWord(),
        data.spoiler());
  }

  /**
   * Trains to the end.
   *
   * @param resume whether to go on from the checkpoint in the folder, if there is one
   * @return the finished epochs; {@link #model} then holds the best weights
   */
  public List<EpochRecord> run(boolean resume) throws IOException, InterruptedException {
    Optional<Checkpoint.Saved> saved = resume ? checkpoint.load(progress.run()) : Optional.empty();
    saved.ifPresent(this::restore);
    while (progress.position().stage() < recipe.stages().size()) {
      runStage(recipe.stages().get(progress.position().stage()));
    }
    return progress.history();
  }

  /** The average of the weights, or the best of them: what is measured and stored. */
  public EvaluationModel model() {
    return average;
  }

  /** CPU and wall time spent, resumed runs added up. */
  public Clock clock() {
    return clock;
  }

  /** Removes the checkpoints: their run is finished and stored. */
  public void forgetCheckpoints() throws IOException {
    checkpoint.delete();
  }

  private void restore(Checkpoint.Saved saved) {
    progress = saved.progress();
    clock.add(progress.cpuSeconds(), progress.wallSeconds());
    moving.assign(saved.groups().get("weights"), script, model.manager());
    average.arrays().assign(saved.groups().get("average"), script, model.manager());
    best = saved.groups().get("best");
    if (progress.position().stage() < recipe.stages().size()) {
      openOptimizer(recipe.stages().get(progress.position().stage()));
      optimizer
          .state()
          .forEach(
              (group, state) -> {
                if (!state.arrays().isEmpty() && saved.groups().containsKey(group)) {
                  state.assign(saved.groups().get(group), script, model.manager());
                }
              });
    }
  }

  private void openOptimizer(Stage stage) {
    NamedArrays free = model.unfreeze(group -> stage.learningRate(group) > 0);
    optimizer =
        new AdamW(model.manager(), script, recipe.optimizer(), free, progress.position().steps());
  }

  private void runStage(Stage stage) throws IOException, InterruptedException {
    int[] members = members(stage.objective());
    if (optimizer == null) {
      openOptimizer(stage);
    }
    if (stage.epochs() > 0 && members.length < 2) {
      throw new UserException(
          "stage "
              + stage.name()
              + ": the training split has "
              + members.length
              + " listings that it could learn from; it needs at least 2");
    }
    int left = stage.epochs() - progress.position().epoch();
    encoded = encodeOnce(stage, members);
    try (ProgressBar bar =
        ProgressBar.start(stage.name(), "listings", (long) left * members.length)) {
      while (progress.position().epoch() < stage.epochs()) {
        runEpoch(stage, members, bar);
      }
    } finally {
      closeEncoded();
    }
    WeightMap carried = best == null ? average.copy() : best;
    moving.assign(carried, script, model.manager());
    average.assign(carried);
    best = null;
    optimizer.close();
    optimizer = null;
    progress = progress.afterStage(clock);
    save();
  }

  /** What the encoders say of each listing, where they are frozen for long enough; else null. */
  private EncoderOutputs encodeOnce(Stage stage, int[] members) {
    AugmentationSettings augmentation =
        stage.varied() ? recipe.augmentation() : recipe.augmentation().unvaried();
    boolean same = !augmentation.variesPictures() || !augmentation.variesTitles();
    if (stage.objective() != Objective.CLASSIFICATION
        || stage.learningRate(ParameterGroup.CLIP) > 0
        || stage.epochs() < 2
        || !same
        || limits.memory() + limits.disk() == 0) {
      return null;
    }
    int[] all = IntStream.range(0, data.training().size()).toArray();
    return EncoderOutputs.fill(
        model,
        unvaried,
        data.training(),
        augmentation.swappedPairs() > 0 ? all : members,
        architecture,
        !augmentation.variesPictures(),
        !augmentation.variesTitles(),
        limits);
  }

  private void closeEncoded() {
    if (encoded != null) {
      encoded.close();
      encoded = null;
    }
  }

  private int[] members(Objective objective) {
    ListingSet training = data.training();
    Unlabelled unlabelled = recipe.losses().unlabelled();
    boolean contrastive = objective == Objective.CONTRASTIVE;
    boolean all =
        contrastive ? unlabelled != Unlabelled.IGNORED : unlabelled == Unlabelled.EVERYWHERE;
    return IntStream.range(0, training.size())
        .filter(i -> !contrastive || training.hasBoth(i))
        .filter(i -> all || isLabelled(i))
        .toArray();
  }

  private boolean isLabelled(int listing) {
    return IntStream.range(0, data.tasks().size())
        .anyMatch(task -> data.training().label(listing, task) >= 0);
  }

  private void runEpoch(Stage stage, int[] members, ProgressBar bar)
      throws IOException, InterruptedException {
    int number = progress.position().stage();
    int epoch = progress.position().epoch();
    List<int[]> order =
        EpochOrder.of(
            members,
            stage.batch(),
            i -> data.training().tokens(i) == null ? 0 : data.training().tokens(i).length,
            Chance.of(seed, number, epoch));
    long steps = (long) order.size() * stage.epochs();
    LearningRate rate = new LearningRate(steps, stage.warmUp(), stage.lastRate());
    boolean alter = stage.objective() == Objective.CLASSIFICATION;
    double started = clock.wallSeconds();
    long items = 0;
    double waited = 0;
    boolean taught = alter && recipe.losses().distillation() > 0;
    try (BatchFeed<Lesson> feed =
        new BatchFeed<>(
            preparing,
            position ->
                new Lesson(
                    varied(stage, order.get(position), Chance.of(seed, number, epoch, position)),
                    taught ? batches.plain(order.get(position), true, true) : null),
            progress.position().batch(),
            order.size(),
            BATCHES_AHEAD)) {
      while (progress.position().batch() < order.size()) {
        Lesson lesson = feed.take();
        waited = feed.waitedSeconds();
        step(stage, lesson, rate, steps);
        items += lesson.batch().size();
        bar.step(lesson.batch().size());
        bar.note(progress.note(stage));
        if (progress.position().steps() % checkpointSteps == 0
            && progress.position().batch() < order.size()) {
          save();
        }
      }
    }
    double seconds = clock.wallSeconds() - started;
    finishEpoch(stage, order.size(), items / seconds, waited / seconds);
    bar.note(progress.note(stage));
  }

  private Batch varied(Stage stage, int[] members, SplittableRandom random) {
    BatchMaker maker = stage.varied() ? batches : unvaried;
    Batch batch = maker.varied(members, stage.objective() == Objective.CLASSIFICATION, random);
    return encoded == null ? batch : batch.with(encoded.of(batch));
  }

  /**
   * A batch.
   *
   * @param untouched the same listings as they are, for the teacher; null without one
   */
  private record Lesson(Batch batch, Batch untouched) {}

  /** Model and teacher know little at first, so what they decide rises. */
  private Teaching teaching(Lesson lesson, long steps) {
    double risen = Math.min(1, TEACHER_RISE * progress.position().steps() / (double) steps);
    float[] answers = lesson.untouched() == null ? new float[0] : average.serve(lesson.untouched());
    return new Teaching(
        answers, risen * recipe.losses().distillation(), risen * recipe.losses().trimmed());
  }

  private void step(Stage stage, Lesson lesson, LearningRate rate, long steps) {
    Position position = progress.position();
    LossValue loss =
        model.learn(
            lesson.batch(),
            stage.objective(),
            teaching(lesson, steps),
            Chance.seed(seed, position.stage(), position.steps(), 1));
    if (!Double.isFinite(loss.total())) {
      throw new UserException(
          "stage "
              + stage.name()
              + ", step "
              + position.steps()
              + ": the loss is "
              + loss.total()
              + "; lower the learning rates of this stage");
    }
    double share = rate.at(position.steps());
    optimizer.step(group -> share * stage.learningRate(group));
    script.limit(moving.where("logit_scale"::equals).list(), LARGEST_LOGIT_SCALE);
    // Early on the average follows closely, or it would be made of first values for long.
    long taken = position.steps() + 1;
    double decay = Math.min(recipe.optimizer().averaging(), (1.0 + taken) / (10.0 + taken));
    boolean averaging = recipe.optimizer().averaging() > 0;
    script.average(
        moving.matching(average.arrays()).list(), moving.list(), averaging ? 1 - decay : 1);
    progress = progress.afterStep(loss, clock);
  }

  private void finishEpoch(Stage stage, int steps, double itemsPerSecond, double waitedShare)
      throws IOException {
    int epoch = progress.position().epoch() + 1;
    LossValue loss = progress.loss().times(1.0 / steps);
    Outputs outputs = average.answer(data.validation(), ModalityState.BOTH);
    boolean classifies = stage.objective() == Objective.CLASSIFICATION;
    Map<String, Double> accuracy =
        classifies ? Validation.accuracy(outputs, data.validation(), data.tasks()) : Map.of();
    double validation =
        classifies
            ? accuracy.values().stream().mapToDouble(Double::doubleValue).average().orElse(0)
            : Validation.retrieval(outputs, data.validation());
    boolean better = classifies && validation > progress.best();
    if (better) {
      best = average.copy();
    }
    EpochRecord record =
        new EpochRecord(
            stage.name(),
            epoch,
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
    Map<String, Weights> groups = new LinkedHashMap<>();
    groups.put("weights", moving.copy());
    groups.put("average", average.copy());
    if (optimizer != null) {
      optimizer.state().forEach((group, state) -> groups.put(group, state.copy()));
    }
    if (best != null) {
      groups.put("best", best);
    }
    checkpoint.save(progress, groups);
    afterCheckpoint.run();
  }

  @Override
  public void close() {
    preparing.shutdownNow();
    closeEncoded();
    if (optimizer != null) {
      optimizer.close();
    }
    model.close();
    average.close();
    script.close();
  }
}

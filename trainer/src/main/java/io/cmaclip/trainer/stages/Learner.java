package io.cmaclip.trainer.stages;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.recipe.ClassBalance;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that moves in training: the model's weights, the optimizer's state, the moving average
 * and the best weights of the stage so far. Used by the training thread alone.
 */
final class Learner implements AutoCloseable {
  /** CLIP's limit of the contrastive scale: 100. */
  private static final double LARGEST_LOGIT_SCALE = Math.log(100);

  private final TrainingPlan plan;
  private final OptimizerScript script = new OptimizerScript();
  private final TrainableModel model;
  private final NamedArrays weights;
  private final MovingAverage average;
  private final Teacher teacher;

  private final BestWeights best = new BestWeights();

  /** Null between stages. */
  private AdamW optimizer;

  /** A learner with first values. */
  Learner(TrainingPlan plan) {
    this.plan = plan;
    Recipe recipe = plan.recipe();
    Initialisation values =
        new Initialisation(plan.architecture().weights(plan.tasks()), plan.seed());
    WeightMap first = plan.start().change().apply(values.all());
    model =
        new TrainableModel(
            plan.architecture(), plan.tasks(), first, recipe.losses(), recipe.dropout());
    if (recipe.losses().classBalance() == ClassBalance.LOGIT_ADJUSTED) {
      model.adjustLogits(LogPrior.of(plan.data().tasks(), plan.data().training()));
    }
    Map<String, PtNDArray> all = new LinkedHashMap<>(model.parameters().arrays());
    all.putAll(model.statistics().arrays());
    weights = new NamedArrays(all);
    EvaluationModel averaged =
        new EvaluationModel(plan.architecture(), plan.tasks(), first, script);
    average = new MovingAverage(averaged, script, recipe.optimizer().averaging());
    teacher = new Teacher(averaged, recipe.losses());
  }

  TrainableModel model() {
    return model;
  }

  MovingAverage average() {
    return average;
  }

  /**
   * Freezes what the stage does not move, unless the stage was begun already.
   *
   * @param taken steps of the stage that were taken before
   */
  void begin(Stage stage, long taken) {
    if (optimizer == null) {
      NamedArrays free = model.unfreeze(group -> stage.learningRate(group) > 0);
      optimizer = new AdamW(manager(), script, plan.recipe().optimizer(), free, taken);
    }
  }

  /**
   * One step of the optimizer; the average follows.
   *
   * @param steps of the whole stage
   */
  LossValue step(Lesson lesson, Position position, long steps) {
    Stage stage = plan.recipe().stages().get(position.stage());
    LossValue loss =
        model.learn(
            lesson.batch(),
            stage.objective(),
            teacher.teach(lesson.untouched(), position.steps(), steps),
            Chance.seed(plan.seed(), position.stage(), position.steps(), 1));
    loss.check(stage, position);
    double share = new LearningRate(steps, stage.warmUp(), stage.lastRate()).at(position.steps());
    optimizer.step(group -> share * stage.learningRate(group));
    script.limit(weights.where("logit_scale"::equals).list(), LARGEST_LOGIT_SCALE);
    average.follow(weights, position.steps() + 1);
    return loss;
  }

  /** Keeps the average as the best so far. */
  void keepBest() {
    best.keep(average.copy());
  }

  /** Ends a stage: goes on from its best weights, or from the average where none were kept. */
  void end() {
    WeightMap carried = best.take(average::copy);
    weights.assign(carried, script, manager());
    average.assign(carried);
    optimizer.close();
    optimizer = null;
  }

  /** All that moves, by group and name. */
  Map<String, Weights> state() {
    Map<String, Weights> groups = new LinkedHashMap<>();
    groups.put("weights", weights.copy());
    groups.put("average", average.copy());
    if (optimizer != null) {
      optimizer.state().forEach((group, state) -> groups.put(group, state.copy()));
    }
    best.save(groups);
    return groups;
  }

  /**
   * Takes over what {@link #state} gave.
   *
   * @param stage the one under way; null when all are done
   */
  void restore(Map<String, WeightMap> groups, Stage stage, long taken) {
    weights.assign(groups.get("weights"), script, manager());
    average.assign(groups.get("average"));
    best.restore(groups);
    if (stage != null) {
      begin(stage, taken);
      optimizer
          .state()
          .forEach(
              (group, state) -> {
                if (!state.arrays().isEmpty() && groups.containsKey(group)) {
                  state.assign(groups.get(group), script, manager());
                }
              });
    }
  }

  private PtNDManager manager() {
    return model.manager();
  }

  @Override
  public void close() {
    if (optimizer != null) {
      optimizer.close();
    }
    model.close();
    average.close();
    script.close();
  }
}

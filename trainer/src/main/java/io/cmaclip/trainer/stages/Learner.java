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
 * The state that training changes: weights, optimizer, EMA, and the best weights of the stage so
 * far. Confined to the training thread.
 */
final class Learner implements AutoCloseable {
  /** CLIP's upper limit of the contrastive scale is 100. */
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
   * Starts a stage: freezes its frozen groups and creates the optimizer. Does nothing if {@link
   * #restore} has already started the stage.
   *
   * @param taken steps of the stage already taken
   */
  void begin(Stage stage, long taken) {
    if (optimizer == null) {
      NamedArrays free = model.unfreeze(group -> stage.learningRate(group) > 0);
      optimizer = new AdamW(manager(), script, plan.recipe().optimizer(), free, taken);
    }
  }

  /**
   * Takes one optimizer step and updates the EMA.
   *
   * @param steps of the whole stage
   */
  LossValue step(Lesson lesson, Position position, long steps) {
    Stage stage = plan.recipe().stages().get(position.stage());
    LossValue loss =
        model.learn(
            lesson.batch(),
            stage.objective(),
            teacher.teach(lesson, position.steps(), steps),
            Chance.seed(plan.seed(), position.stage(), position.steps(), 1));
    loss.check(stage, position);
    double share = new LearningRate(steps, stage.warmUp(), stage.lastRate()).at(position.steps());
    optimizer.step(group -> share * stage.learningRate(group));
    script.limit(weights.where("logit_scale"::equals).list(), LARGEST_LOGIT_SCALE);
    average.follow(weights, position.steps() + 1);
    return loss;
  }

  /** Keeps the EMA weights as the stage's best. */
  void keepBest() {
    best.keep(average.copy());
  }

  /** Ends a stage: loads its best weights, or the EMA weights if none were kept. */
  void end() {
    WeightMap carried = best.take(average::copy);
    weights.assign(carried, script, manager());
    average.assign(carried);
    optimizer.close();
    optimizer = null;
  }

  /** The whole state by group and name, for a checkpoint. */
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
   * Restores what {@link #state} returned.
   *
   * @param stage the current stage; null when all stages are done
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

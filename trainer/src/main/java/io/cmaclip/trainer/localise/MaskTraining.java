package io.cmaclip.trainer.localise;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import io.cmaclip.trainer.stages.ScriptLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Trains one fusion with its decoder. Confined to one thread. */
final class MaskTraining implements AutoCloseable {
  private static final int BATCH = 32;

  /** The report's learning rate; here it falls to 0, after a short rise. */
  private static final double RATE = .002;

  private static final int WARM_UP = 20;
  private static final OptimizerSettings OPTIMIZER =
      new OptimizerSettings(.01, .9, .999, 1e-8, 1, 0);

  private final EncodedShape shape;
  private final ScriptLearner learner;
  private final SplittableRandom random;

  MaskTraining(MaskFusion fusion, EncodedShape shape, long seed) {
    this.shape = shape;
    this.learner = new ScriptLearner(fusion.script(shape, seed), OPTIMIZER, seed);
    this.random = new SplittableRandom(seed + 1);
  }

  long parameters() {
    return learner.parameters();
  }

  void train(List<MaskPair> pairs, int steps, ProgressBar progress) {
    double mean = Double.NaN;
    for (int step = 0; step < steps; step++) {
      List<MaskPair> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(pairs.get(random.nextInt(pairs.size())));
      }
      List<Tensor> inputs = inputs(batch);
      inputs.add(masks(batch));
      double share = Math.min((step + 1.) / WARM_UP, (steps - step) / (double) steps);
      double loss = learner.learn("learn", RATE * share, inputs);
      mean = step == 0 ? loss : mean * .98 + loss * .02;
      progress.note("loss %.3f".formatted(mean));
      progress.step(1);
    }
  }

  /** Probabilities of each pair's pixels. */
  List<float[]> probabilities(List<MaskPair> pairs) {
    List<float[]> found = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += BATCH) {
      List<MaskPair> batch = pairs.subList(from, Math.min(pairs.size(), from + BATCH));
      float[] all = learner.call("probabilities", inputs(batch));
      for (int i = 0; i < batch.size(); i++) {
        float[] one = new float[shape.maskSize()];
        System.arraycopy(all, i * one.length, one, 0, one.length);
        found.add(one);
      }
    }
    return found;
  }

  private List<Tensor> inputs(List<MaskPair> batch) {
    int n = batch.size();
    float[] images = new float[n * shape.imageSize()];
    float[] texts = new float[n * shape.textSize()];
    float[] lengths = new float[n];
    for (int i = 0; i < n; i++) {
      MaskPair pair = batch.get(i);
      System.arraycopy(pair.image(), 0, images, i * shape.imageSize(), shape.imageSize());
      System.arraycopy(pair.text().values(), 0, texts, i * shape.textSize(), shape.textSize());
      lengths[i] = pair.text().length();
    }
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensor.of(images, n, shape.imageSize() / shape.width(), shape.width()));
    inputs.add(Tensor.of(texts, n, shape.tokens(), shape.width()));
    inputs.add(Tensor.of(lengths, n));
    return inputs;
  }

  private Tensor masks(List<MaskPair> batch) {
    float[] values = new float[batch.size() * shape.maskSize()];
    for (int i = 0; i < values.length; i++) {
      boolean[] mask = batch.get(i / shape.maskSize()).mask();
      values[i] = mask[i % shape.maskSize()] ? 1 : 0;
    }
    return Tensor.of(values, batch.size(), shape.maskSize());
  }

  @Override
  public void close() {
    learner.close();
  }
}

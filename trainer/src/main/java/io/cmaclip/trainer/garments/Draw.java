package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Random draws of one listing. Owned by the thread that renders the listing. */
final class Draw {
  private final SplittableRandom random;

  private Draw(SplittableRandom random) {
    this.random = random;
  }

  /** The same seed and index give the same draws, in any order and on any thread. */
  static Draw of(long seed, long index) {
    return new Draw(
        new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ (index + 1) * 0xD1B54A32D192ED03L));
  }

  /** An independent stream of draws: a change in one part of an image does not alter the others. */
  Draw fork() {
    return new Draw(random.split());
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int sign() {
    return random.nextBoolean() ? 1 : -1;
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[below(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of the given sRGB colours. */
  Color colour(int... rgb) {
    return new Color(rgb[below(rgb.length)]);
  }

  /** A colour of any hue. */
  Color hue(double saturation, double brightness) {
    return Color.getHSBColor((float) between(0, 1), (float) saturation, (float) brightness);
  }

  <T> T weighted(List<T> choices, ToDoubleFunction<T> weight) {
    double left = random.nextDouble() * choices.stream().mapToDouble(weight).sum();
    for (T choice : choices) {
      left -= weight.applyAsDouble(choice);
      if (left < 0) {
        return choice;
      }
    }
    return choices.get(choices.size() - 1);
  }
}

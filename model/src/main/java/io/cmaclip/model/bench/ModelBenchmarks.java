package io.cmaclip.model.bench;

import io.cmaclip.cli.CommandProvider;
import java.util.List;

/** Contributes {@code bench predictor}, {@code bench memory} and {@code bench pictures}. */
public final class ModelBenchmarks implements CommandProvider {
  @Override
  public String heading() {
    return "Measuring";
  }

  @Override
  public List<Object> commands() {
    return List.of();
  }

  @Override
  public List<Object> benchmarks() {
    return List.of(
        new BenchPredictorCommand(), new BenchMemoryCommand(), new BenchPicturesCommand());
  }
}

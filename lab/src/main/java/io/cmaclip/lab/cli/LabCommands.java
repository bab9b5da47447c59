package io.cmaclip.lab.cli;

import io.cmaclip.cli.CommandProvider;
import io.cmaclip.lab.bench.calibration.BenchRecalibrationCommand;
import io.cmaclip.lab.bench.images.BenchImagesCommand;
import io.cmaclip.lab.bench.model.BenchMemoryCommand;
import io.cmaclip.lab.bench.model.BenchPredictorCommand;
import io.cmaclip.lab.bench.model.BenchTrainCommand;
import io.cmaclip.lab.bench.peers.BenchPeersCommand;
import java.util.List;

/** Contributes the commands demo, sandbox, answers, chaos, fuzz and bench. */
public final class LabCommands implements CommandProvider {
  @Override
  public String heading() {
    return "Trying and testing";
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new SandboxCommand(),
        new AnswersCommand(),
        new ChaosCommand(),
        new FuzzCommand());
  }

  @Override
  public List<Object> benchmarks() {
    return List.of(
        new BenchPredictorCommand(),
        new BenchMemoryCommand(),
        new BenchImagesCommand(),
        new BenchTrainCommand(),
        new BenchPeersCommand(),
        new ServiceBenchCommand(),
        new EventsBenchCommand(),
        new ScaleBenchCommand(),
        new UnchangedBenchCommand(),
        new ReclassifyBenchCommand(),
        new EmbeddingsBenchCommand(),
        new BenchRecalibrationCommand(),
        new ReviewBudgetBenchCommand(),
        new ReviewOrderBenchCommand(),
        new RetrainingBenchCommand());
  }
}

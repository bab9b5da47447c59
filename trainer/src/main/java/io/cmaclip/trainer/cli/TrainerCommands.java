package io.cmaclip.trainer.cli;

import io.cmaclip.cli.CommandProvider;
import java.util.List;

/** Provides the trainer's commands; registered in {@code META-INF/services}. */
public final class TrainerCommands implements CommandProvider {
  @Override
  public String heading() {
    return "Data and training";
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new TrainCommand(),
        new PredictCommand(),
        new EvaluateCommand(),
        new ProfileCommand(),
        new CalibrateCommand(),
        new DriftCommand(),
        new LabelErrorsCommand(),
        new PromoteCommand(),
        new CompareCommand(),
        new ExplainCommand(),
        new ExportCommand(),
        new ImportClipCommand(),
        new EmbedCommand(),
        new ZeroShotCommand(),
        new GarmentsCommand(),
        new BaselinesCommand(),
        new LocaliseCommand());
  }
}

package io.cmaclip.trainer.cli;

import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.trainer.localise.MaskFusion;
import io.cmaclip.trainer.localise.MaskReport;
import io.cmaclip.trainer.localise.MaskSheet;
import io.cmaclip.trainer.localise.MaskTrials;
import io.cmaclip.trainer.localise.Pointing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip localise}. */
@Command(
    name = "localise",
    description = {
      "Compares fusions by the masks that they find for a text (segmentation).",
      "",
      "Renders garments with the mask of what a text such as \"the bag\" names, encodes both with"
          + " the frozen encoders of a bundle, and trains each fusion with the same decoder."
          + " With --explain it measures instead how often the heat maps of explain point at"
          + " the dress and its parts."
    })
final class LocaliseCommand implements Callable<Integer> {
  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description =
          "Bundle whose encoders are used. Default: bundles/garments of the installation.")
  private Path bundleFolder;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the result of each run; runs with a result are not repeated.")
  private Path out;

  @Option(
      names = "--fusions",
      paramLabel = "A,B,C",
      split = ",",
      description = "Fusions to compare: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<MaskFusion> fusions = List.of(MaskFusion.values());

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "1,2,3",
      description = "A run per fusion and seed. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1500",
      description = "Images to train with, or to point at. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "500",
      description = "Training steps of 32 pairs. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(names = "--sheet", paramLabel = "PNG", description = "Image of masks found.")
  private Path sheet;

  @Option(names = "--explain", description = "Measures the pointing accuracy of explain.")
  private boolean explain;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    Arguments.inRange("--images", images, 50, 100_000);
    Arguments.inRange("--steps", steps, 1, 1_000_000);
    Arguments.folder("--out", out);
    Arguments.file("--sheet", sheet);
    if (out == null && !explain) {
      throw new UsageException("nothing to do: give --out DIR or --explain");
    }
    PyTorch.load();
    JniUtils.setNumThreads(1);
    Bundle bundle =
        Bundle.open(bundleFolder == null ? ProjectHome.resolve("bundles/garments") : bundleFolder);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("bundle", bundle.manifest().name() + " " + bundle.manifest().version());
    if (explain) {
      point(bundle, result);
    } else {
      compare(bundle, result);
    }
    output.end(result);
    return 0;
  }

  private void compare(Bundle bundle, Map<String, Object> result) throws IOException {
    String name = result.get("bundle").toString();
    MaskTrials trials = new MaskTrials(bundle, new MaskTrials.Budget(name, images, steps), out);
    Map<MaskFusion, List<MaskTrials.Result>> results = trials.run(fusions, seeds);
    PrintWriter print = output.text();
    new MaskReport(trials, results).print(print);
    result.put("pairs", trials.pairs());
    result.put("constantBce", trials.constantLoss());
    result.put("textAlone", trials.textAlone());
    results.forEach(
        (fusion, runs) ->
            result.put(fusion.toString(), runs.stream().map(MaskTrials.Result::scores).toList()));
    if (sheet != null) {
      MaskSheet.write(trials, results, sheet);
      print.println("masks in " + sheet);
    }
  }

  private void point(Bundle bundle, Map<String, Object> result) throws IOException {
    PrintWriter print = output.text();
    print.println("| heat map, target | maps | points at the target | 95% | chance | centre |");
    print.println("| --- | --- | --- | --- | --- | --- |");
    try (Pointing pointing = new Pointing(bundle)) {
      Map<String, Pointing.Score> scores = pointing.measure(images);
      scores.forEach((name, score) -> print.println(MaskReport.row(name, score)));
      result.put("pointing", scores);
    }
  }
}

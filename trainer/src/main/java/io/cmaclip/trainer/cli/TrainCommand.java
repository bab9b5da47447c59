package io.cmaclip.trainer.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.job.TrainingJob;
import io.cmaclip.trainer.job.TrainingRequest;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.report.TaskTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip train}. */
@Command(
    name = "train",
    description = {
      "Trains CMA-CLIP on labelled listings and writes a bundle.",
      "",
      "Learns the tokenizer from the training titles and trains the model stage by stage, from"
          + " random weights or from --encoders. The bundle holds calibrated confidences,"
          + " accept thresholds, noise scores and a drift profile; report.html, metrics.json"
          + " and report.json in its folder show its quality. Use --resume to continue a killed"
          + " run."
    })
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Training listings: a folder or zip in ImageFolder form.")
  private Path dataPath;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      description =
          "Validation listings. Default: 10%% of the training listings; listings with equal"
              + " titles or images stay in one split.")
  private Path validationPath;

  @Option(
      names = "--decisions",
      paramLabel = "DIR",
      description =
          "Listings that reviewers have decided, from collect, to train on in addition. Their"
              + " labels replace those of training listings with the same title and image.")
  private Path decisions;

  @Mixin private DataSetOptions dataSet;

  @Mixin private ImageDecodeOption imageDecode;

  @Option(
      names = "--tasks",
      paramLabel = "A,B,C",
      split = ",",
      description =
          "Columns to learn; other columns are not read. Default: the recipe's tasks, or else every"
              + " column that looks like an attribute: with two or more values, not nearly one"
              + " value"
              + " per listing, and no numbers, dates or URLs.")
  private List<String> tasks = List.of();

  @Option(
      names = "--max-missing-images",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Share of the images that may be missing or unreadable, 0 to 1; with more, training ends"
              + " with an error. Default: ${DEFAULT-VALUE}.")
  private double missingImages;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE|PRESET",
      description =
          "A preset, or a JSON file. A file with \"preset\": NAME overrides parts of that"
              + " preset, for example {\"preset\": \"fashion\", \"stages\": {\"end-to-end\":"
              + " {\"epochs\":"
              + " 20}}}. Presets: fashion, garments (small, from random weights); fashion-conv"
              + " (70% of the time of fashion, two points less recall at 90% precision); paper"
              + " (Liu et al., 2021: ViT-B/32, warm-up, end to end, tuning, 20 epochs each, AdamW"
              + " instead of Adam), paper-single (one task: 100 and 300 epochs, no tuning). The"
              + " last two need --encoders.")
  private String config;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Bundle to write.")
  private Path out;

  @Option(
      names = "--encoders",
      paramLabel = "DIR",
      description =
          "A bundle, or output of import-clip, to start from: reuses its encoders, tokenizer"
              + " and image size, and the heads of tasks with unchanged classes. To skip"
              + " further contrastive training, set the epochs of the contrastive stage to 0.")
  private Path encoders;

  @Option(
      names = "--image-encoder",
      paramLabel = "DIR",
      description =
          "A bundle, or output of import-clip, whose image encoder the run starts from, for example"
              + " a bundle of fusion image-only. It must have the sizes of the recipe's.")
  private Path imageEncoder;

  @Option(
      names = "--teacher",
      paramLabel = "DIR",
      description =
          "A bundle whose answers are learned beside the labels (knowledge distillation); may be"
              + " repeated: their mean is learned. losses.distillation of the recipe is their"
              + " share, for example 0.5.")
  private List<Path> teachers = List.of();

  @Option(names = "--skip-bad-rows", description = "Skips and counts bad rows of the metadata.")
  private boolean skipBadRows;

  @Option(
      names = "--cache-memory",
      paramLabel = "SIZE",
      description =
          "Memory limit of the cache of decoded images and frozen encoders' outputs, outside"
              + " the Java heap, for example 4g. Default: a quarter of the machine's memory.")
  private String cacheMemory;

  @Option(
      names = "--cache-disk",
      paramLabel = "SIZE",
      description =
          "Disk limit of that cache, beside the bundle. Beyond it, images are decoded and"
              + " outputs computed again on each use. Default: the size of the machine's memory.")
  private String cacheDisk;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Random seed. The same seed yields the same bundle on the same machine. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--noise-share",
      paramLabel = "P",
      description =
          "Share of the validation listings whose image and title do not match, 0 to 0.5; the"
              + " threshold of the mismatch score accounts for it. Default: estimated.")
  private Double noiseShare;

  @Option(
      names = "--no-report",
      description =
          "Skips the evaluation on the validation listings; writes no metrics.json and"
              + " report.html.")
  private boolean noReport;

  @Option(names = "--resume", description = "Continues a killed run of the same command.")
  private boolean resume;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (noiseShare != null && !(noiseShare >= 0 && noiseShare <= 0.5)) {
      throw new UsageException("--noise-share " + noiseShare + ": must be between 0 and 0.5");
    }
    if (!(missingImages >= 0 && missingImages <= 1)) {
      throw new UsageException(
          "--max-missing-images = " + missingImages + ": must be between 0 and 1");
    }
    PrintWriter print = output.text();
    TrainingRequest request =
        new TrainingRequest(
            new TrainingRequest.ListingPaths(
                dataPath,
                validationPath,
                dataSet.options(),
                skipBadRows,
                missingImages,
                imageDecode.orElse(DecodeMode.EXACT)),
            decisions,
            config,
            new TrainingRequest.Models(encoders, imageEncoder, teachers),
            out,
            new TrainingRequest.Options(tasks, seed, noiseShare, cacheLimits(), resume, !noReport));
    TrainingJob.Result result =
        new TrainingJob(
                request,
                line -> {
                  print.println(line);
                  print.flush();
                })
            .run();
    print(result, print);
    return 0;
  }

  private CacheLimits cacheLimits() {
    CacheLimits machine = CacheLimits.ofThisMachine(out.toAbsolutePath().getParent());
    return new CacheLimits(
        cacheMemory == null ? machine.memory() : CacheLimits.size("--cache-memory", cacheMemory),
        cacheDisk == null ? machine.disk() : CacheLimits.size("--cache-disk", cacheDisk),
        machine.folder());
  }

  private void print(TrainingJob.Result result, PrintWriter print) {
    ReleaseReport report = result.report();
    String fingerprint = result.bundle().fingerprint();
    print.print(TaskTable.of(report));
    print.printf(
        Locale.ROOT,
        "%.1f minutes, %.1f CPU minutes; bundle %s in %s%n",
        report.wallMinutes(),
        report.cpuMinutes(),
        fingerprint.substring(0, 12),
        out);
    print.flush();
    if (output.isJson()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bundle", out.toString());
      fields.put("fingerprint", fingerprint);
      fields.put("meanAccuracy", report.meanAccuracy());
      fields.put("meanRecallAtP90", report.meanRecallAtP90());
      fields.put("wallMinutes", report.wallMinutes());
      fields.put("cpuMinutes", report.cpuMinutes());
      output.end(fields);
    }
  }
}

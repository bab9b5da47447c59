package io.cmaclip.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.FileGuard;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.LabelDamage;
import io.cmaclip.trainer.data.ListingReader;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.data.ValidationCut;
import io.cmaclip.trainer.drift.Answers;
import io.cmaclip.trainer.encoders.Pretrained;
import io.cmaclip.trainer.encoders.Takeover;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Evaluator;
import io.cmaclip.trainer.evaluation.MemorySource;
import io.cmaclip.trainer.evaluation.TrainingFacts;
import io.cmaclip.trainer.noise.Corruptions;
import io.cmaclip.trainer.recipe.DamageSettings;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import io.cmaclip.trainer.release.BundleRelease;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.report.EvaluationPage;
import io.cmaclip.trainer.report.Pictures;
import io.cmaclip.trainer.report.TaskTable;
import io.cmaclip.trainer.stages.Checkpoints;
import io.cmaclip.trainer.stages.EpochRecord;
import io.cmaclip.trainer.stages.Start;
import io.cmaclip.trainer.stages.Training;
import io.cmaclip.trainer.stages.TrainingData;
import io.cmaclip.trainer.stages.TrainingPlan;
import io.cmaclip.trainer.tokenizer.BytePairVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip train}. */
@Command(
    name = "train",
    description = {
      "Trains CMA-CLIP on labelled listings and writes a bundle.",
      "",
      "The tokenizer is learned from the training titles, the model from nothing (or from --encoders),"
          + " stage by stage. The bundle holds calibrated confidences, accept thresholds, noise"
          + " scores and the profile that the service tells drift by; report.html, metrics.json and"
          + " report.json beside it say how good it is. A killed run goes on with --resume."
    })
final class TrainCommand implements Callable<Integer> {
  private static final double VALIDATION_SHARE = 0.1;

  @Spec private CommandSpec spec;

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
          "Validation listings. Without it a tenth of the training listings is held out; equal"
              + " titles and equal pictures stay on one side.")
  private Path validationPath;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = "metadata.jsonl",
      description = "Metadata file in both. Default: ${DEFAULT-VALUE}.")
  private String metadata;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE|PRESET",
      description =
          "A preset, or a JSON file; with \"preset\": NAME in it, it changes that preset, for"
              + " example {\"preset\": \"fashion\", \"stages\": {\"end-to-end\": {\"epochs\":"
              + " 20}}}. Presets: fashion, garments (from nothing, small); paper (Liu et al., 2021:"
              + " ViT-B/32, warm-up, end to end, tuning, 20 epochs each, AdamW for Adam),"
              + " paper-single (one task: 100 and 300 epochs, no tuning); the last two want"
              + " --encoders.")
  private String config;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Bundle to write.")
  private Path out;

  @Option(
      names = "--encoders",
      paramLabel = "DIR",
      description =
          "A bundle, or a CLIP that import-clip wrote: the run starts from its encoders and"
              + " tokenizer, exactly as they are; heads"
              + " whose tasks and classes are unchanged are kept, others start anew. Pictures then"
              + " have its size. Set the epochs of a contrastive stage to 0 unless it should go on.")
  private Path encoders;

  @Option(
      names = "--skip-bad-rows",
      description = "Leaves bad rows of the metadata out and counts them.")
  private boolean skipBadRows;

  @Option(
      names = "--cache-memory",
      paramLabel = "SIZE",
      description =
          "Most memory for decoded pictures and outputs of frozen encoders, outside the Java heap,"
              + " for example 4g. Default: a quarter of the machine's.")
  private String cacheMemory;

  @Option(
      names = "--cache-disk",
      paramLabel = "SIZE",
      description =
          "Most disk beside the bundle for what that memory does not hold; beyond it pictures are"
              + " decoded and outputs computed again. Default: as much as the machine has memory.")
  private String cacheDisk;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "The same seed gives the same bundle on one machine. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--noise-share",
      paramLabel = "P",
      description =
          "Share of the validation listings whose picture and title do not belong together, 0 to"
              + " 0.5; the threshold of the mismatch score allows for them. Default: estimated.")
  private Double noiseShare;

  @Option(
      names = "--no-report",
      description =
          "Leaves out the evaluation on the validation listings, with metrics.json and report.html.")
  private boolean noReport;

  @Option(names = "--resume", description = "Goes on where a killed run of the same command was.")
  private boolean resume;

  @Option(names = "--json", description = "Prints a JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path lock = out.resolveSibling(out.getFileName() + ".lock");
    return FileGuard.during(lock, "training of " + out, this::train);
  }

  private int train() throws IOException, InterruptedException {
    if (noiseShare != null && !(noiseShare >= 0 && noiseShare <= 0.5)) {
      throw new UsageException("--noise-share " + noiseShare + ": must be between 0 and 0.5");
    }
    Recipe read = new RecipeReader().read(config);
    Recipe recipe = noiseShare == null ? read : read.withNoiseShare(noiseShare);
    Pretrained pretrained = encoders == null ? null : Pretrained.open(encoders);
    Architecture shape =
        pretrained == null ? recipe.architecture() : pretrained.within(recipe.architecture());
    Path work = out.resolveSibling(out.getFileName() + ".training");
    if (!resume && Files.exists(work)) {
      throw new UserException(
          work + " holds checkpoints of an unfinished run: go on with --resume, or delete it");
    }
    CacheLimits limits = cacheLimits();
    ListingReader reader = new ListingReader(shape.image(), skipBadRows, limits);
    try (ListingReader.Contents contents = reader.read(dataPath, metadata)) {
      CacheLimits left = limits.beside(contents.cache());
      if (validationPath == null) {
        ValidationCut cut = ValidationCut.of(contents.listings(), VALIDATION_SHARE, seed);
        Split split = new Split(cut.training(), cut.validation(), remarks(contents));
        train(recipe, shape, pretrained, split, left, work);
        return 0;
      }
      try (ListingReader.Contents held =
          new ListingReader(shape.image(), skipBadRows, left).read(validationPath, metadata)) {
        Split split =
            new Split(contents.listings(), held.listings(), remarks(contents) + remarks(held));
        train(recipe, shape, pretrained, split, left.beside(held.cache()), work);
      }
    }
    return 0;
  }

  private CacheLimits cacheLimits() {
    CacheLimits machine = CacheLimits.ofThisMachine(out.toAbsolutePath().getParent());
    return new CacheLimits(
        cacheMemory == null ? machine.memory() : CacheLimits.size("--cache-memory", cacheMemory),
        cacheDisk == null ? machine.disk() : CacheLimits.size("--cache-disk", cacheDisk),
        machine.folder());
  }

  private record Split(List<RawListing> training, List<RawListing> validation, String remarks) {}

  /**
   * How titles are read.
   *
   * @param architecture with the vocabulary of the tokenizer
   */
  private record Reading(Architecture architecture, IntPredicate closesWord) {}

  /** Writes the tokenizer that the titles taught, or the one of the encoders. */
  private static Reading tokenizer(
      Architecture shape, Pretrained pretrained, List<RawListing> training, Path file)
      throws IOException {
    if (pretrained != null) {
      Files.write(file, pretrained.tokenizer());
      return new Reading(shape, pretrained.closesWord());
    }
    BytePairVocabulary vocabulary =
        BytePairVocabulary.learn(
            training.stream().map(RawListing::title).toList(), shape.text().vocabulary());
    vocabulary.write(file);
    return new Reading(withVocabulary(shape, vocabulary.tokens().size()), vocabulary::closesWord);
  }

  private void train(
      Recipe recipe,
      Architecture shape,
      Pretrained pretrained,
      Split split,
      CacheLimits limits,
      Path work)
      throws IOException, InterruptedException {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        Locale.ROOT,
        "%,d training and %,d validation listings%s%n",
        split.training().size(),
        split.validation().size(),
        split.remarks());
    print.flush();
    Files.createDirectories(work);
    Path tokenizerFile = work.resolve("tokenizer.json");
    Reading reading = tokenizer(shape, pretrained, split.training(), tokenizerFile);
    Architecture architecture = reading.architecture();
    try (ListingTokenizer tokenizer =
        ListingTokenizer.open(
            Files.readAllBytes(tokenizerFile),
            architecture.text().context(),
            SpecialTokens.PLAIN)) {
      List<TaskClasses> tasks = TaskClasses.of(split.training(), recipe.tasks());
      List<RawListing> taught = new LabelDamage(recipe.damage(), seed).of(split.training(), tasks);
      TrainingData data =
          new TrainingData(
              tasks,
              new ListingSet(taught, tasks, tokenizer::encode),
              new ListingSet(split.validation(), tasks, tokenizer::encode),
              reading.closesWord(),
              new Corruptions(
                  architecture.image().height(), architecture.image().width(), tokenizer::encode));
      tasks.forEach(
          task -> print.printf("task %s: %d classes%n", task.name(), task.classes().size()));
      print.flush();
      TrainingPlan plan =
          new TrainingPlan(
              recipe, architecture, data, start(pretrained, architecture, tasks), seed);
      Checkpoints checkpoints = new Checkpoints(work.resolve("checkpoints"));
      try (Training training = new Training(plan, checkpoints, limits)) {
        List<EpochRecord> history = training.run(resume);
        BundleRelease.Released released =
            new BundleRelease(plan, tokenizer::encode)
                .write(
                    training.model(),
                    history,
                    training.clock(),
                    howTrained(recipe),
                    tokenizerFile,
                    out);
        MemorySource validation = new MemorySource(split.validation(), tokenizer::encode);
        Bundle bundle = withProfile(released.bundle(), validation);
        finish(bundle, released.report(), split, validation, print);
        checkpoints.delete();
      }
    }
    Files.delete(tokenizerFile);
    Files.delete(work);
  }

  private Start start(Pretrained pretrained, Architecture architecture, List<TaskClasses> tasks) {
    if (pretrained == null) {
      return Start.FROM_NOTHING;
    }
    Takeover takeover = pretrained.takeover(architecture, tasks);
    PrintWriter print = spec.commandLine().getOut();
    print.println(takeover.summary());
    print.flush();
    return new Start(pretrained.fingerprint(), takeover::apply);
  }

  private static String remarks(ListingReader.Contents contents) {
    StringBuilder remarks = new StringBuilder();
    if (contents.badRows() > 0) {
      remarks.append(", ").append(contents.badRows()).append(" bad rows skipped (the first: ");
      remarks.append(contents.firstProblem()).append(')');
    }
    if (contents.missing() > 0) {
      remarks.append(", ").append(contents.missing()).append(" pictures not there");
    }
    if (contents.unreadable() > 0) {
      remarks.append(", ").append(contents.unreadable()).append(" unreadable pictures");
    }
    if (contents.cache().disk() > 0) {
      remarks.append(", pictures on disk: ").append(contents.cache().disk() >> 20).append(" MiB");
    }
    if (contents.cache().missing() > 0) {
      remarks
          .append(", decoded each time: ")
          .append(contents.cache().missing())
          .append(" pictures");
    }
    return remarks.toString();
  }

  private static Architecture withVocabulary(Architecture a, int vocabulary) {
    return new Architecture(
        a.image(),
        a.text().withVocabulary(vocabulary),
        a.projection(),
        a.sequenceAttention(),
        a.headHidden(),
        a.auxiliaryHeads(),
        a.fusion());
  }

  private Map<String, Object> howTrained(Recipe recipe) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("data", dataPath.getFileName().toString());
    training.put("metadata", metadata);
    training.put("config", Path.of(config).getFileName().toString());
    training.put("seed", seed);
    if (encoders != null) {
      training.put("encoders", encoders.getFileName().toString());
    }
    training.put("stages", recipe.stages());
    training.put("optimizer", recipe.optimizer());
    training.put("losses", recipe.losses());
    training.put("dropout", recipe.dropout());
    training.put("augmentation", recipe.augmentation());
    training.put("noise", recipe.noise());
    if (!recipe.damage().equals(DamageSettings.NONE)) {
      training.put("damage", recipe.damage());
    }
    return training;
  }

  private Bundle withProfile(Bundle bundle, MemorySource validation)
      throws IOException, InterruptedException {
    String name =
        validationPath == null
            ? "a tenth of " + dataPath.getFileName()
            : validationPath.getFileName().toString();
    return BundleWriter.addProfile(
        bundle,
        Answers.profile(
            bundle,
            validation,
            name + ", " + metadata,
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Runtime.getRuntime().availableProcessors()));
  }

  private void finish(
      Bundle bundle, ReleaseReport report, Split split, MemorySource validation, PrintWriter print)
      throws IOException, InterruptedException {
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(out.resolve("report.json").toFile(), report);
    if (!noReport) {
      Evaluation evaluation = evaluate(bundle, split, validation);
      Files.writeString(out.resolve("metrics.json"), JsonOutput.line(evaluation) + "\n");
      Pictures pictures = new Pictures(validation, bundle.manifest().architecture().image());
      Files.writeString(
          out.resolve("report.html"), EvaluationPage.of(evaluation, pictures, report));
    }
    print.print(TaskTable.of(report));
    print.printf(
        Locale.ROOT,
        "%.1f minutes, %.1f CPU minutes; bundle %s in %s%n",
        report.wallMinutes(),
        report.cpuMinutes(),
        bundle.fingerprint().substring(0, 12),
        out);
    print.flush();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("bundle", out.toString());
      result.put("fingerprint", bundle.fingerprint());
      result.put("meanAccuracy", report.meanAccuracy());
      result.put("meanRecallAtP90", report.meanRecallAtP90());
      result.put("wallMinutes", report.wallMinutes());
      result.put("cpuMinutes", report.cpuMinutes());
      JsonOutput.print(print, result);
    }
  }

  /** Through the predictor that serves, so that the bundle as written is what is measured. */
  private static Evaluation evaluate(Bundle bundle, Split split, MemorySource validation)
      throws InterruptedException {
    TrainingFacts facts =
        TrainingFacts.of(
            split.training().stream().map(RawListing::title).toList(),
            split.training().stream().map(RawListing::fields).toList());
    return new Evaluator(bundle, facts)
        .evaluate(
            validation,
            "validation",
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Runtime.getRuntime().availableProcessors());
  }
}

package io.cmaclip.trainer.job;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.bundle.Calibrations;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.FileGuard;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.trainer.data.LabelDamage;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.data.TaskSelection;
import io.cmaclip.trainer.drift.Answers;
import io.cmaclip.trainer.encoders.Pretrained;
import io.cmaclip.trainer.encoders.Takeover;
import io.cmaclip.trainer.evaluation.MemorySource;
import io.cmaclip.trainer.noise.Corruptions;
import io.cmaclip.trainer.recipe.DamageSettings;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import io.cmaclip.trainer.release.BundleRelease;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.stages.Checkpoints;
import io.cmaclip.trainer.stages.EpochRecord;
import io.cmaclip.trainer.stages.Start;
import io.cmaclip.trainer.stages.TeacherAnswers;
import io.cmaclip.trainer.stages.Training;
import io.cmaclip.trainer.stages.TrainingData;
import io.cmaclip.trainer.stages.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A training run. It reads the listings, learns or reuses a tokenizer, runs the stages of the
 * recipe, and writes a bundle with calibrated confidences, thresholds, noise scores, a drift
 * profile and reports. Use an instance once, from one thread.
 */
public final class TrainingJob {
  private final TrainingRequest request;
  private final Consumer<String> messages;
  private final Recipe recipe;

  /** The encoders that the run starts from; null to start from random weights. */
  private final Pretrained pretrained;

  /** Replaces the image encoder; null to keep it. */
  private final Pretrained image;

  private final List<Bundle> teachers;

  /**
   * Reads the recipe and opens the encoders and teachers.
   *
   * @param messages receives progress lines
   * @throws UserException when the recipe, the encoders or the teachers are invalid
   */
  public TrainingJob(TrainingRequest request, Consumer<String> messages) {
    this.request = request;
    this.messages = messages;
    Recipe read = new RecipeReader().read(request.config());
    List<String> tasks = request.options().tasks();
    Double share = request.options().noiseShare();
    read = tasks.isEmpty() ? read : read.withTasks(tasks);
    this.recipe = share == null ? read : read.withNoiseShare(share);
    Path encoders = request.models().encoders();
    this.pretrained = encoders == null ? null : Pretrained.open(encoders);
    this.image =
        request.models().image() == null ? null : Pretrained.open(request.models().image());
    this.teachers = request.models().teachers().stream().map(Bundle::open).toList();
    if (!teachers.isEmpty() && recipe.losses().distillation() == 0) {
      throw new UserException(
          "--teacher needs losses.distillation above 0 in the recipe: the share of the targets that"
              + " comes from the teacher");
    }
  }

  /** The written bundle and its results on the validation listings. */
  public record Result(Bundle bundle, ReleaseReport report) {}

  /**
   * Trains and writes the bundle. A killed run leaves checkpoints; a resumed run then writes a
   * bundle that is equal bit by bit.
   *
   * @throws UserException when another process trains the same bundle, when checkpoints exist and
   *     the request does not resume, or when the listings are invalid
   */
  public Result run() throws IOException, InterruptedException {
    Path out = request.out();
    Path lock = out.resolveSibling(out.getFileName() + ".lock");
    return FileGuard.during(lock, "training of " + out, this::train);
  }

  private Result train() throws IOException, InterruptedException {
    Path work = request.work();
    Path tokenizer = work.resolve("tokenizer.json");
    if (!request.options().resume()) {
      if (Files.exists(checkpoints())) {
        throw new UserException(
            work + " holds checkpoints of an unfinished run: continue with --resume, or delete it");
      }
      // A run that ended before its first checkpoint leaves only the tokenizer of its listings.
      Files.deleteIfExists(tokenizer);
    }
    Architecture shape =
        pretrained == null ? recipe.architecture() : pretrained.within(recipe.architecture());
    try (Splits splits = Splits.read(request, metadata(), shape.image())) {
      messages.accept(splits.summary());
      Files.createDirectories(work);
      try (TitleReading titles =
          TitleReading.open(shape, pretrained, splits.training(), tokenizer)) {
        Result result = train(splits, titles);
        Files.delete(tokenizer);
        Files.delete(work);
        return result;
      }
    }
  }

  private Path checkpoints() {
    return request.work().resolve("checkpoints");
  }

  /** With given tasks, other columns are not read, so they may hold anything. */
  private MetadataOptions metadata() {
    MetadataOptions metadata = request.listings().metadata();
    return recipe.tasks().isEmpty() ? metadata : metadata.withFields(recipe.tasks());
  }

  private Result train(Splits splits, TitleReading titles)
      throws IOException, InterruptedException {
    TrainingPlan plan = plan(splits, titles);
    Checkpoints checkpoints = new Checkpoints(checkpoints());
    try (Training training = new Training(plan, checkpoints, splits.limits())) {
      List<EpochRecord> history = training.run(request.options().resume());
      BundleRelease.Released released =
          new BundleRelease(plan, version(), titles::encode)
              .write(
                  training.model(),
                  history,
                  training.clock(),
                  howTrained(splits.metadata()),
                  titles.file(),
                  request.out());
      MemorySource validation = new MemorySource(splits.validation(), titles::encode);
      Result result =
          new Result(
              withProfile(released.bundle(), validation, splits.validationMetadata()),
              released.report());
      new JobReports(result, splits.training(), validation).write(request.options().evaluate());
      checkpoints.delete();
      return result;
    }
  }

  private TrainingPlan plan(Splits splits, TitleReading titles)
      throws IOException, InterruptedException {
    Architecture architecture = titles.architecture();
    long seed = request.options().seed();
    TaskSelection selection =
        TaskSelection.of(
            splits.training().stream().map(RawListing::fields).toList(), recipe.tasks());
    selection.leftOut().forEach(messages);
    List<TaskClasses> tasks = selection.tasks();
    TrainingData data =
        new TrainingData(
            tasks,
            new ListingSet(
                new LabelDamage(recipe.damage(), seed).of(splits.training(), tasks),
                tasks,
                titles::encode),
            new ListingSet(splits.validation(), tasks, titles::encode),
            titles.closesWord(),
            new Corruptions(
                architecture.image().height(), architecture.image().width(), titles::encode));
    tasks.forEach(
        task ->
            messages.accept("task %s: %d classes".formatted(task.name(), task.classes().size())));
    return new TrainingPlan(
        recipe, architecture, data, start(architecture, tasks), teacher(architecture, data), seed);
  }

  private TeacherAnswers teacher(Architecture architecture, TrainingData data)
      throws IOException, InterruptedException {
    if (teachers.isEmpty()) {
      return TeacherAnswers.NONE;
    }
    List<TeacherAnswers> answers =
        new TeacherBundles(teachers, architecture.image())
            .answers(List.of(data.training(), data.validation()), data.tasks());
    messages.accept(
        String.format(
            Locale.ROOT,
            "teacher: mean accuracy %.4f on validation",
            answers.get(1).accuracy(data.validation(), data.tasks())));
    return answers.get(0);
  }

  private Start start(Architecture architecture, List<TaskClasses> tasks) {
    Start start = Start.RANDOM;
    if (pretrained != null) {
      Takeover takeover = pretrained.takeover(architecture, tasks);
      messages.accept(takeover.summary());
      start = new Start(pretrained.model().fingerprint(), takeover::apply);
    }
    if (image == null) {
      return start;
    }
    messages.accept("image encoder of " + image.name());
    return start.then(image.model().fingerprint(), image.imageInto(architecture, tasks));
  }

  /** A run that starts from a bundle of the same name continues its versions. */
  private String version() {
    return pretrained != null && pretrained.model().name().equals(recipe.name())
        ? Calibrations.nextTrained(pretrained.model().version())
        : "1";
  }

  private Map<String, Object> howTrained(String metadata) throws IOException {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("data", request.listings().training().getFileName().toString());
    training.put("metadata", metadata);
    training.put("config", Path.of(request.config()).getFileName().toString());
    training.put("seed", request.options().seed());
    training.put(BundleManifest.IMAGE_DECODE, request.listings().imageDecode().label());
    if (request.decisions() != null) {
      // The hash that collect prints.
      byte[] decided = Files.readAllBytes(request.decisions().resolve(Splits.DECIDED));
      training.put("decisions", Checksum.of(decided));
    }
    if (request.models().encoders() != null) {
      training.put("encoders", request.models().encoders().getFileName().toString());
    }
    if (image != null) {
      training.put("imageEncoder", image.model().fingerprint());
    }
    if (!teachers.isEmpty()) {
      training.put("teachers", teachers.stream().map(Bundle::fingerprint).toList());
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

  private Bundle withProfile(Bundle bundle, MemorySource validation, String metadata)
      throws IOException, InterruptedException {
    return BundleWriter.addProfile(
        bundle,
        Answers.profile(
            bundle,
            validation,
            request.validationName(metadata),
            PredictorSettings.DEFAULT.withWarmUpBatch(0),
            Runtime.getRuntime().availableProcessors()));
  }
}

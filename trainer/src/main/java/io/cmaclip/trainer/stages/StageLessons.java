package io.cmaclip.trainer.stages;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchFeed;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Chance;
import io.cmaclip.trainer.batches.EpochOrder;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import io.cmaclip.trainer.recipe.Stage;
import io.cmaclip.trainer.recipe.Unlabelled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The batches of a stage. All randomness derives from (seed, stage, epoch, batch). Owned by the
 * training thread; a thread pool prepares a few batches ahead.
 */
final class StageLessons implements AutoCloseable {
  private static final int BATCHES_AHEAD = 4;

  private final TrainingPlan plan;
  private final Stage stage;
  private final int number;
  private final int[] members;
  private final BatchMaker batches;
  private final ExecutorService preparing =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
          });

  /** Cached outputs of frozen encoders; null when encoders run with each batch. */
  private EncoderOutputs encoded;

  /**
   * @param number of the stage, from 0
   */
  StageLessons(TrainingPlan plan, int number) {
    this.plan = plan;
    this.number = number;
    this.stage = plan.recipe().stages().get(number);
    this.members = members();
    this.batches = maker(augmentation());
  }

  /** Listings of an epoch. */
  int size() {
    return members.length;
  }

  /**
   * Checks that the stage has listings to learn from.
   *
   * @throws UserException when the stage has epochs and too few listings
   */
  void check() {
    if (stage.epochs() > 0 && members.length < 2) {
      throw new UserException(
          "stage %s: it can learn from %d listings of the training split; it needs at least 2"
              .formatted(stage.name(), members.length));
    }
  }

  private int[] members() {
    ListingSet training = plan.data().training();
    Unlabelled unlabelled = plan.recipe().losses().unlabelled();
    boolean all =
        classifies() ? unlabelled == Unlabelled.EVERYWHERE : unlabelled != Unlabelled.IGNORED;
    return IntStream.range(0, training.size())
        .filter(i -> classifies() || training.hasBoth(i))
        .filter(i -> all || isLabelled(i))
        .toArray();
  }

  private boolean isLabelled(int listing) {
    ListingSet training = plan.data().training();
    return IntStream.range(0, training.tasks()).anyMatch(t -> training.label(listing, t) >= 0);
  }

  private boolean classifies() {
    return stage.objective() == Objective.CLASSIFICATION;
  }

  private AugmentationSettings augmentation() {
    AugmentationSettings augmentation = plan.recipe().augmentation();
    return stage.varied() ? augmentation : augmentation.withoutAugmentation();
  }

  private BatchMaker maker(AugmentationSettings augmentation) {
    TrainingData data = plan.data();
    return new BatchMaker(
        data.training(),
        ImageSize.of(plan.architecture().image()),
        augmentation,
        data.closesWord(),
        data.corruption());
  }

  /** Encodes each listing once if the encoders are frozen for at least two epochs. */
  void encodeOnce(TrainableModel model, CacheLimits limits) {
    AugmentationSettings augmentation = augmentation();
    boolean images = !augmentation.augmentsImages();
    boolean titles = !augmentation.augmentsTitles();
    if (!classifies()
        || stage.learningRate(ParameterGroup.CLIP) > 0
        || stage.epochs() < 2
        || !(images || titles)
        || limits.memory() + limits.disk() == 0) {
      return;
    }
    int[] all = IntStream.range(0, plan.data().training().size()).toArray();
    encoded =
        new EncoderOutputs(plan.data().training(), plan.architecture(), limits, images, titles);
    encoded.fill(model, augmentation.swappedPairs() > 0 ? all : members);
  }

  /** Listing numbers of each batch of an epoch. */
  List<int[]> order(int epoch) {
    ListingSet training = plan.data().training();
    return EpochOrder.of(
        members, stage.batch(), training::titleLength, Chance.of(plan.seed(), number, epoch));
  }

  /** Starts to prepare the batches of an epoch from the current position. */
  BatchFeed<Lesson> feed(List<int[]> order, Position position) {
    int epoch = position.epoch();
    return new BatchFeed<>(
        preparing,
        at -> lesson(order.get(at), Chance.of(plan.seed(), number, epoch, at)),
        position.batch(),
        order.size(),
        BATCHES_AHEAD);
  }

  private Lesson lesson(int[] listings, SplittableRandom random) {
    boolean taught = classifies() && plan.recipe().losses().distillation() > 0;
    TeacherAnswers fixed = plan.teacher();
    Batch batch = batches.augmented(listings, classifies(), random);
    return new Lesson(
        encoded == null ? batch : encoded.with(batch),
        taught && !fixed.exist() ? batches.plain(listings, true, true) : null,
        taught ? fixed.to(listings) : new float[0]);
  }

  @Override
  public void close() {
    preparing.shutdownNow();
    if (encoded != null) {
      encoded.close();
    }
  }
}

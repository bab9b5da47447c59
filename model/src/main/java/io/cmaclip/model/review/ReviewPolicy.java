package io.cmaclip.model.review;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Selects listings for manual review by the thresholds of a bundle and of the settings, which
 * override them. Immutable and thread-safe.
 */
public final class ReviewPolicy {
  private final Map<String, BundleTask> tasks;
  private final ReviewSettings settings;
  private final Double mismatch;
  private final Double noisyImage;
  private final Double noisyText;

  private ReviewPolicy(BundleManifest manifest, ReviewSettings settings) {
    this.tasks = new LinkedHashMap<>();
    manifest.tasks().forEach(task -> tasks.put(task.name(), task));
    this.settings = settings;
    this.mismatch = threshold(manifest.noise().mismatch(), settings.noise().mismatch());
    this.noisyImage = threshold(manifest.noise().image(), settings.noise().image());
    this.noisyText = threshold(manifest.noise().text(), settings.noise().text());
  }

  /**
   * Creates the policy of a bundle.
   *
   * @throws IllegalArgumentException when the settings name a task that the bundle does not have
   */
  public static ReviewPolicy of(BundleManifest manifest, ReviewSettings settings) {
    ReviewPolicy policy = new ReviewPolicy(manifest, settings);
    policy.requireTasks("accept threshold of", settings.taskAcceptThresholds().keySet());
    if (settings.tasks() != null) {
      policy.requireTasks("review of", settings.tasks());
    }
    return policy;
  }

  private void requireTasks(String what, Set<String> named) {
    TreeSet<String> unknown = new TreeSet<>(named);
    unknown.removeAll(tasks.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s: the bundle has no such task, only %s"
              .formatted(what, unknown.first(), String.join(", ", tasks.keySet())));
    }
  }

  /** Null when the bundle has no such score. */
  private static Double threshold(LogisticScore fitted, Double replaced) {
    if (fitted == null) {
      return null;
    }
    return replaced == null ? Double.valueOf(fitted.threshold()) : replaced;
  }

  /** Returns the prediction with {@code accepted} according to the settings. */
  public Prediction withAcceptance(Prediction prediction) {
    if (settings.acceptThreshold() == null && settings.taskAcceptThresholds().isEmpty()) {
      return prediction;
    }
    List<TaskPrediction> decided =
        prediction.tasks().stream()
            .map(
                task ->
                    new TaskPrediction(
                        task.task(),
                        task.label(),
                        task.confidence(),
                        accepts(task, prediction.state()),
                        task.imageWeight(),
                        task.textWeight(),
                        task.alternatives(),
                        task.imageAlone(),
                        task.textAlone()))
            .toList();
    return new Prediction(prediction.state(), decided, prediction.noise(), prediction.sketch());
  }

  /**
   * Returns all reasons for review: first those of the listing, then those of each task. Without
   * reasons, the listing needs no review.
   *
   * @param prediction null when there was no inference call for the listing
   * @param declared labels declared by the seller, by task; unknown tasks are ignored
   */
  public List<ReviewReason> review(
      Prediction prediction,
      ModalityStatus image,
      ModalityStatus text,
      Map<String, String> declared) {
    List<ReviewReason> reasons = new ArrayList<>();
    addMissing(reasons, image, text);
    if (prediction != null) {
      addNoise(reasons, prediction);
      for (TaskPrediction task : prediction.tasks()) {
        if (settings.isReviewed(task.task())) {
          addOfTask(reasons, task, prediction.state(), declared.get(task.task()));
        }
      }
    }
    return List.copyOf(reasons);
  }

  /**
   * The reasons with the decoder's message as the detail of {@code IMAGE_UNREADABLE}.
   *
   * @param problem null leaves the reasons as they are
   */
  public static List<ReviewReason> withImageProblem(List<ReviewReason> reasons, String problem) {
    return problem == null
        ? reasons
        : reasons.stream()
            .map(
                reason ->
                    reason.code() == ReviewCode.IMAGE_UNREADABLE
                        ? new ReviewReason(reason.code(), reason.task(), problem)
                        : reason)
            .toList();
  }

  private static void addMissing(
      List<ReviewReason> reasons, ModalityStatus image, ModalityStatus text) {
    switch (image) {
      case MISSING -> add(reasons, ReviewCode.IMAGE_MISSING, "the listing has no image");
      case UNREADABLE ->
          add(reasons, ReviewCode.IMAGE_UNREADABLE, "no image of the listing can be read");
      case FETCH_FAILED ->
          add(reasons, ReviewCode.IMAGE_MISSING, "the listing's image could not be fetched");
      case USED -> {}
    }
    if (text != ModalityStatus.USED) {
      add(reasons, ReviewCode.TEXT_MISSING, "the listing has no title");
    }
  }

  private void addNoise(List<ReviewReason> reasons, Prediction prediction) {
    NoiseScores noise = prediction.noise();
    boolean hasImage = prediction.state() != ModalityState.TEXT_ONLY;
    boolean hasText = prediction.state() != ModalityState.IMAGE_ONLY;
    if (hasImage && hasText && reaches(noise.mismatch(), mismatch)) {
      add(reasons, ReviewCode.MODALITY_MISMATCH, score("mismatch", noise.mismatch(), mismatch));
    }
    if (hasImage && reaches(noise.image(), noisyImage)) {
      add(reasons, ReviewCode.NOISY_IMAGE, score("image noise", noise.image(), noisyImage));
    }
    if (hasText && reaches(noise.text(), noisyText)) {
      add(reasons, ReviewCode.NOISY_TEXT, score("text noise", noise.text(), noisyText));
    }
  }

  private void addOfTask(
      List<ReviewReason> reasons, TaskPrediction task, ModalityState state, String declared) {
    String name = task.task();
    boolean accepted = accepts(task, state);
    if (!accepted) {
      Double threshold = acceptThreshold(name, state);
      String detail =
          isRefused(task)
              ? "label " + task.label() + " is refused: audited answers were too often wrong"
              : threshold == null
                  ? "confidence "
                      + decimals(task.confidence())
                      + "; no label of this task is accepted from "
                      + words(state)
                  : "confidence "
                      + decimals(task.confidence())
                      + " is below "
                      + decimals(threshold);
      reasons.add(new ReviewReason(ReviewCode.LOW_CONFIDENCE, name, detail));
    }
    Alternative byImage = task.imageAlone();
    Alternative byText = task.textAlone();
    if (byImage != null
        && byText != null
        && !byImage.label().equals(byText.label())
        && isSure(name, ModalityState.IMAGE_ONLY, byImage)
        && isSure(name, ModalityState.TEXT_ONLY, byText)) {
      String detail =
          "the image alone says %s, the title alone %s".formatted(shown(byImage), shown(byText));
      reasons.add(new ReviewReason(ReviewCode.MODALITY_CONFLICT, name, detail));
    }
    if (accepted && declared != null && !declared.isBlank() && !same(declared, task.label())) {
      String detail =
          "declared "
              + declared
              + ", predicted "
              + shown(new Alternative(task.label(), task.confidence()));
      reasons.add(new ReviewReason(ReviewCode.DECLARED_VALUE_CONFLICT, name, detail));
    }
  }

  /**
   * Returns the priority of the review, 0 (no reason) to 1 (see {@link ReviewPriority}).
   *
   * @param prediction the prediction passed to {@link #review}
   */
  public double priority(List<ReviewReason> reasons, Prediction prediction) {
    return ReviewPriority.of(reasons, prediction);
  }

  /** Null accepts nothing. */
  private Double acceptThreshold(String task, ModalityState state) {
    Double own = settings.taskAcceptThresholds().get(task);
    if (own != null) {
      return own;
    }
    if (settings.acceptThreshold() != null) {
      return settings.acceptThreshold();
    }
    BundleTask known = tasks.get(task);
    return known == null ? null : known.operatingPoint(state).acceptThreshold();
  }

  private boolean accepts(TaskPrediction task, ModalityState state) {
    return reaches(task.confidence(), acceptThreshold(task.task(), state)) && !isRefused(task);
  }

  private boolean isRefused(TaskPrediction task) {
    BundleTask known = tasks.get(task.task());
    return known != null && known.refusedLabels().contains(task.label());
  }

  private boolean isSure(String task, ModalityState state, Alternative answer) {
    Double threshold =
        settings.conflictThreshold() != null
            ? settings.conflictThreshold()
            : acceptThreshold(task, state);
    return reaches(answer.confidence(), threshold);
  }

  private static String words(ModalityState state) {
    return switch (state) {
      case BOTH -> "image and title";
      case IMAGE_ONLY -> "the image alone";
      case TEXT_ONLY -> "the title alone";
    };
  }

  private static boolean reaches(double score, Double threshold) {
    return threshold != null && score >= threshold;
  }

  private static boolean same(String declared, String label) {
    return declared.strip().equalsIgnoreCase(label.strip());
  }

  private static void add(List<ReviewReason> reasons, ReviewCode code, String detail) {
    reasons.add(new ReviewReason(code, null, detail));
  }

  private static String score(String what, double score, double threshold) {
    return what + " score " + decimals(score) + " reaches " + decimals(threshold);
  }

  private static String shown(Alternative answer) {
    return answer.label() + " (" + decimals(answer.confidence()) + ")";
  }

  /**
   * Three decimals, as {@code %.3f} rounds them. Formats of {@link String} would be a tenth of the
   * CPU time of a title-only listing without inference.
   */
  static String decimals(double value) {
    if (!(value >= 0 && value < 1000)) {
      return String.format(Locale.ROOT, "%.3f", value);
    }
    long thousandths = Math.round(value * 1000);
    return thousandths / 1000 + "." + Long.toString(1000 + thousandths % 1000).substring(1);
  }
}

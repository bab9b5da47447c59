package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Classifies a group of listings under every perturbation, many in one inference call, sorted by
 * title length to keep padding short. Used by one thread, once.
 */
final class PerturbationBatch {
  private static final int INFERENCE_BATCH = 64;
  private static final Set<ReviewCode> ALARMS =
      EnumSet.of(ReviewCode.MODALITY_MISMATCH, ReviewCode.NOISY_IMAGE, ReviewCode.NOISY_TEXT);

  private final ListingSource source;
  private final List<String> tasks;
  private final Corruptor corruptor;
  private final ReviewPolicy policy;
  private final List<Form> forms = new ArrayList<>();

  /** A perturbed listing; {@code task} is set where the word of its label is removed. */
  private static final class Form {
    final int listing;
    final Perturbation perturbation;
    final String task;
    final PreparedListing input;
    Prediction prediction;
    Prediction unscaled;

    Form(int listing, Perturbation perturbation, String task, PreparedListing input) {
      this.listing = listing;
      this.perturbation = perturbation;
      this.task = task;
      this.input = input;
    }

    boolean needsUnscaled() {
      return perturbation != null && perturbation.compareTo(Perturbation.TEXT_ONLY) <= 0;
    }
  }

  PerturbationBatch(
      ListingSource source, List<String> tasks, Corruptor corruptor, ReviewPolicy policy) {
    this.source = source;
    this.tasks = tasks;
    this.corruptor = corruptor;
    this.policy = policy;
  }

  /**
   * Classifies listings; swapped images and titles come from within the group.
   *
   * @param unscaled a predictor with the same weights at temperature 1
   * @return one observation per listing, in the same order
   */
  List<Observation> observe(int[] group, ListingPredictor predictor, ListingPredictor unscaled) {
    PreparedListing[] given =
        Arrays.stream(group).mapToObj(source::prepare).toArray(PreparedListing[]::new);
    Map<Integer, Corruptor.Corrupted<byte[]>> images = new HashMap<>();
    Map<Integer, Corruptor.Corrupted<String>> titles = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      if (given[i] != null) {
        addHidden(group[i], given[i]);
        if (given[i].hasImage() && given[i].hasText()) {
          images.put(group[i], corruptor.image(given[i].pixels(), group[i]));
          titles.put(group[i], corruptor.title(source.title(group[i]), group[i]));
          addCorrupted(
              group[i], given[i], images.get(group[i]).value(), titles.get(group[i]).value());
          addSwapped(group, given, i);
          addWithoutWords(group[i], given[i]);
        }
      }
    }
    predict(predictor, unscaled);
    Map<Integer, Map<Perturbation, Outcome>> outcomes = new HashMap<>();
    Map<Integer, Map<String, Outcome>> withoutWord = new HashMap<>();
    // A listing without a usable modality goes to review too.
    Set<Integer> review = Arrays.stream(group).boxed().collect(Collectors.toSet());
    for (Form form : forms) {
      List<ReviewReason> reasons = reasons(form);
      Outcome outcome = Outcome.of(form.prediction, form.unscaled, alarms(reasons));
      if (form.task != null) {
        withoutWord.computeIfAbsent(form.listing, l -> new HashMap<>()).put(form.task, outcome);
      } else {
        outcomes
            .computeIfAbsent(form.listing, l -> new HashMap<>())
            .put(form.perturbation, outcome);
      }
      if (form.perturbation == Perturbation.AS_GIVEN && reasons.isEmpty()) {
        review.remove(form.listing);
      }
    }
    return Arrays.stream(group)
        .mapToObj(
            listing ->
                new Observation(
                    source.title(listing),
                    source.fields(listing),
                    outcomes.getOrDefault(listing, Map.of()),
                    withoutWord.getOrDefault(listing, Map.of()),
                    images.containsKey(listing) ? images.get(listing).kind() : null,
                    titles.containsKey(listing) ? titles.get(listing).kind() : null,
                    review.contains(listing)))
        .toList();
  }

  private void addHidden(int listing, PreparedListing given) {
    add(listing, Perturbation.AS_GIVEN, given.pixels(), given.tokens());
    if (given.hasImage()) {
      add(listing, Perturbation.IMAGE_ONLY, given.pixels(), null);
    }
    if (given.hasText()) {
      add(listing, Perturbation.TEXT_ONLY, null, given.tokens());
    }
  }

  private void add(int listing, Perturbation perturbation, byte[] pixels, int[] tokens) {
    forms.add(new Form(listing, perturbation, null, new PreparedListing(pixels, tokens)));
  }

  private void addCorrupted(int listing, PreparedListing given, byte[] image, String title) {
    byte[] reencoded = corruptor.reencoded(given.pixels(), listing);
    add(listing, Perturbation.IMAGE_REENCODED, reencoded, given.tokens());
    add(listing, Perturbation.IMAGE_CORRUPTED, image, given.tokens());
    int[] tokens = source.tokens(title);
    if (tokens.length > 0) {
      add(listing, Perturbation.TITLE_CORRUPTED, given.pixels(), tokens);
    }
  }

  /** Swaps with the next listings of another title that have an image and a title. */
  private void addSwapped(int[] group, PreparedListing[] given, int i) {
    boolean imageDone = false;
    boolean titleDone = false;
    for (int step = 1; step < given.length && !(imageDone && titleDone); step++) {
      int other = (i + step) % given.length;
      boolean differs =
          given[other] != null
              && !source.title(group[i]).equalsIgnoreCase(source.title(group[other]));
      if (differs && !imageDone && given[other].hasImage()) {
        imageDone = true;
        add(group[i], Perturbation.IMAGE_SWAPPED, given[other].pixels(), given[i].tokens());
      } else if (differs && !titleDone && given[other].hasText()) {
        titleDone = true;
        add(group[i], Perturbation.TITLE_SWAPPED, given[i].pixels(), given[other].tokens());
      }
    }
  }

  private void addWithoutWords(int listing, PreparedListing given) {
    String title = source.title(listing);
    for (String task : tasks) {
      String label = source.fields(listing).get(task);
      if (label != null && LabelWord.in(title, label)) {
        int[] tokens = source.tokens(LabelWord.removed(title, label));
        if (tokens.length > 0) {
          forms.add(new Form(listing, null, task, new PreparedListing(given.pixels(), tokens)));
        }
      }
    }
  }

  private void predict(ListingPredictor predictor, ListingPredictor unscaled) {
    List<Form> order = new ArrayList<>(forms);
    order.sort(
        Comparator.comparing((Form form) -> form.input.hasImage())
            .thenComparingInt(form -> form.input.hasText() ? form.input.tokens().length : 0));
    predict(order, predictor, (form, prediction) -> form.prediction = prediction);
    order.removeIf(form -> !form.needsUnscaled());
    predict(order, unscaled, (form, prediction) -> form.unscaled = prediction);
  }

  private static void predict(
      List<Form> order, ListingPredictor predictor, BiConsumer<Form, Prediction> set) {
    for (int from = 0; from < order.size(); from += INFERENCE_BATCH) {
      List<Form> batch = order.subList(from, Math.min(order.size(), from + INFERENCE_BATCH));
      List<Prediction> predictions =
          predictor.predict(batch.stream().map(form -> form.input).toList());
      for (int i = 0; i < batch.size(); i++) {
        set.accept(batch.get(i), predictions.get(i));
      }
    }
  }

  private List<ReviewReason> reasons(Form form) {
    return policy.review(
        form.prediction,
        form.input.hasImage() ? ModalityStatus.USED : ModalityStatus.MISSING,
        form.input.hasText() ? ModalityStatus.USED : ModalityStatus.MISSING,
        Map.of());
  }

  private static Set<ReviewCode> alarms(List<ReviewReason> reasons) {
    return reasons.stream()
        .map(ReviewReason::code)
        .filter(ALARMS::contains)
        .collect(Collectors.toSet());
  }
}

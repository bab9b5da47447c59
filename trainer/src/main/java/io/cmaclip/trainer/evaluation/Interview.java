package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts every question about a few listings to a predictor, many in one forward, longest titles last
 * so that little is padded. Owned by one thread.
 */
final class Interview {
  private static final int FORWARD = 64;
  private static final Set<ReviewCode> ALARMS =
      EnumSet.of(ReviewCode.MODALITY_MISMATCH, ReviewCode.NOISY_IMAGE, ReviewCode.NOISY_TEXT);

  private final ListingSource source;
  private final List<String> tasks;
  private final Spoiling spoiling;
  private final ReviewPolicy policy;
  private final List<Asked> asked = new ArrayList<>();

  /** One form of one listing; {@code task} where the label's word is taken out, else null. */
  private static final class Asked {
    final int listing;
    final Question question;
    final String task;
    final PreparedListing form;
    Prediction answer;
    Prediction unscaled;

    Asked(int listing, Question question, String task, PreparedListing form) {
      this.listing = listing;
      this.question = question;
      this.task = task;
      this.form = form;
    }
  }

  Interview(ListingSource source, List<String> tasks, Spoiling spoiling, ReviewPolicy policy) {
    this.source = source;
    this.tasks = tasks;
    this.spoiling = spoiling;
    this.policy = policy;
  }

  /**
   * Asks about listings, which are each other's partners in swaps.
   *
   * @param unscaled a predictor of the same weights at temperature 1
   * @return one observation per listing, in the same order
   */
  List<Observation> ask(int[] listings, ListingPredictor predictor, ListingPredictor unscaled) {
    PreparedListing[] given = new PreparedListing[listings.length];
    for (int i = 0; i < given.length; i++) {
      given[i] = source.prepare(listings[i]);
    }
    Map<Integer, Spoiling.Spoilt<byte[]>> images = new HashMap<>();
    Map<Integer, Spoiling.Spoilt<String>> titles = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      if (given[i] != null) {
        add(listings[i], given[i]);
        if (given[i].hasImage() && given[i].hasText()) {
          images.put(i, spoiling.image(given[i].pixels(), listings[i]));
          titles.put(i, spoiling.title(source.title(listings[i]), listings[i]));
          addSpoilt(listings[i], given[i], images.get(i).value(), titles.get(i).value());
          addSwaps(listings, given, i);
          addWithoutWords(listings[i], given[i]);
        }
      }
    }
    forward(predictor, unscaled);
    Map<Integer, Map<Question, Reply>> replies = new HashMap<>();
    Map<Integer, Map<String, Reply>> withoutWord = new HashMap<>();
    Set<Integer> review = new HashSet<>();
    for (Asked one : asked) {
      List<ReviewReason> reasons = reasons(one);
      Reply reply = Reply.of(one.answer, one.unscaled, alarms(reasons));
      if (one.task != null) {
        withoutWord.computeIfAbsent(one.listing, l -> new HashMap<>()).put(one.task, reply);
      } else {
        replies
            .computeIfAbsent(one.listing, l -> new EnumMap<>(Question.class))
            .put(one.question, reply);
        if (one.question == Question.AS_GIVEN && !reasons.isEmpty()) {
          review.add(one.listing);
        }
      }
    }
    asked.clear();
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < listings.length; i++) {
      int listing = listings[i];
      observations.add(
          new Observation(
              source.title(listing),
              source.fields(listing),
              replies.getOrDefault(listing, Map.of()),
              withoutWord.getOrDefault(listing, Map.of()),
              images.containsKey(i) ? images.get(i).kind() : null,
              titles.containsKey(i) ? titles.get(i).kind() : null,
              // Nothing to go by is a reason for review too.
              given[i] == null || review.contains(listing)));
    }
    return observations;
  }

  private void add(int listing, PreparedListing given) {
    asked.add(new Asked(listing, Question.AS_GIVEN, null, given));
    if (given.hasImage()) {
      add(listing, Question.IMAGE_ONLY, given.pixels(), null);
    }
    if (given.hasText()) {
      add(listing, Question.TEXT_ONLY, null, given.tokens());
    }
  }

  private void add(int listing, Question question, byte[] pixels, int[] tokens) {
    asked.add(new Asked(listing, question, null, new PreparedListing(pixels, tokens)));
  }

  private void addSpoilt(int listing, PreparedListing given, byte[] image, String title) {
    add(
        listing,
        Question.IMAGE_REENCODED,
        spoiling.reencoded(given.pixels(), listing),
        given.tokens());
    add(listing, Question.IMAGE_CORRUPTED, image, given.tokens());
    int[] tokens = source.tokens(title);
    if (tokens.length > 0) {
      add(listing, Question.TITLE_CORRUPTED, given.pixels(), tokens);
    }
  }

  /** The next listings with another image and another title that have them. */
  private void addSwaps(int[] listings, PreparedListing[] given, int i) {
    boolean imageDone = false;
    boolean titleDone = false;
    for (int step = 1; step < given.length && !(imageDone && titleDone); step++) {
      int other = (i + step) % given.length;
      boolean another =
          given[other] != null
              && !source.title(listings[i]).equalsIgnoreCase(source.title(listings[other]));
      if (another && !imageDone && given[other].hasImage()) {
        imageDone = true;
        add(listings[i], Question.IMAGE_SWAPPED, given[other].pixels(), given[i].tokens());
      } else if (another && !titleDone && given[other].hasText()) {
        titleDone = true;
        add(listings[i], Question.TITLE_SWAPPED, given[i].pixels(), given[other].tokens());
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
          asked.add(new Asked(listing, null, task, new PreparedListing(given.pixels(), tokens)));
        }
      }
    }
  }

  private void forward(ListingPredictor predictor, ListingPredictor unscaled) {
    List<Asked> order = new ArrayList<>(asked);
    order.sort(
        Comparator.comparing((Asked one) -> one.form.hasImage())
            .thenComparingInt(one -> one.form.hasText() ? one.form.tokens().length : 0));
    forward(order, predictor, false);
    order.removeIf(one -> one.question == null || one.question.compareTo(Question.TEXT_ONLY) > 0);
    forward(order, unscaled, true);
  }

  private static void forward(List<Asked> order, ListingPredictor predictor, boolean unscaled) {
    for (int from = 0; from < order.size(); from += FORWARD) {
      List<Asked> batch = order.subList(from, Math.min(order.size(), from + FORWARD));
      List<Prediction> answers = predictor.predict(batch.stream().map(one -> one.form).toList());
      for (int i = 0; i < batch.size(); i++) {
        if (unscaled) {
          batch.get(i).unscaled = answers.get(i);
        } else {
          batch.get(i).answer = answers.get(i);
        }
      }
    }
  }

  private List<ReviewReason> reasons(Asked one) {
    return policy.review(
        one.answer,
        one.form.hasImage() ? ModalityStatus.USED : ModalityStatus.MISSING,
        one.form.hasText() ? ModalityStatus.USED : ModalityStatus.MISSING,
        Map.of());
  }

  private static Set<ReviewCode> alarms(List<ReviewReason> reasons) {
    Set<ReviewCode> alarms = EnumSet.noneOf(ReviewCode.class);
    reasons.stream().map(ReviewReason::code).filter(ALARMS::contains).forEach(alarms::add);
    return alarms;
  }
}

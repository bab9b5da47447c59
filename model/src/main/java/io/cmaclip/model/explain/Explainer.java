package io.cmaclip.model.explain;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.explain.Explanation.HeatMap;
import io.cmaclip.model.explain.Explanation.Word;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Explains labels with a bundle: attention of the title on the image, and the effect of each word
 * by leaving it out. Thread-safe; explains one listing at a time.
 */
public final class Explainer implements AutoCloseable {
  static final int MOST_WORDS = 40;

  /** Bounds the memory of one inference call. */
  private static final int BATCH = 8;

  private final ListingPreprocessor preprocessor;
  private final CmaClipPredictor predictor;
  private final AttentionModel attention;

  private Explainer(
      ListingPreprocessor preprocessor, CmaClipPredictor predictor, AttentionModel attention) {
    this.preprocessor = preprocessor;
    this.predictor = predictor;
    this.attention = attention;
  }

  /** Loads a bundle on the CPU. */
  public static Explainer load(Bundle bundle) throws IOException {
    boolean hasAttention = bundle.manifest().architecture().fusion().sequenceWise();
    return new Explainer(
        bundle.preprocessor(),
        CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0)),
        hasAttention ? AttentionModel.load(bundle) : null);
  }

  /** The model that explains. */
  public ModelIdentity model() {
    return predictor.model();
  }

  /**
   * Explains the labels of a listing.
   *
   * @param images encoded images, the preferred one first
   * @param labels label to explain by task; tasks and labels that the model does not have are left
   *     out
   */
  public synchronized Explanation explain(
      String title, List<byte[]> images, Map<String, String> labels) {
    PreparedListing listing = preprocessor.prepare(title, images).listing();
    if (listing == null) {
      return new Explanation(null, List.of());
    }
    return new Explanation(
        heat(listing), listing.hasText() ? words(title, listing, labels) : List.of());
  }

  private HeatMap heat(PreparedListing listing) {
    if (attention == null || !listing.hasImage() || !listing.hasText()) {
      return null;
    }
    ImageEncoder image = predictor.manifest().architecture().image();
    double[] values = attention.look(listing).mean(WordPositions.all(listing.tokens()), 0, 0);
    return new HeatMap(
        image.height() / image.patch(),
        image.width() / image.patch(),
        values,
        image.height(),
        image.width(),
        listing.pixels());
  }

  private List<Word> words(String title, PreparedListing whole, Map<String, String> labels) {
    List<String> words = Stream.of(title.strip().split("\\s+")).toList();
    int count = Math.min(MOST_WORDS, words.size());
    List<PreparedListing> shortened = new ArrayList<>();
    shortened.add(whole);
    for (int left = 0; left < count; left++) {
      List<String> others = new ArrayList<>(words);
      others.remove(left);
      int[] tokens = tokens(String.join(" ", others));
      shortened.add(new PreparedListing(whole.pixels(), tokens));
    }
    List<Map<String, Double>> probabilities = probabilities(shortened, labels);
    List<Word> explained = new ArrayList<>();
    for (int number = 0; number < words.size(); number++) {
      Map<String, Double> effects = new HashMap<>();
      if (number < count) {
        Map<String, Double> without = probabilities.get(number + 1);
        probabilities
            .get(0)
            .forEach((task, p) -> effects.put(task, p - without.getOrDefault(task, 0.0)));
      }
      explained.add(new Word(words.get(number), effects));
    }
    return explained;
  }

  private int[] tokens(String title) {
    PreparedListing prepared = preprocessor.prepare(title, List.of()).listing();
    return prepared == null ? null : prepared.tokens();
  }

  /** Probability of each label by task; empty for a listing with neither image nor title. */
  private List<Map<String, Double>> probabilities(
      List<PreparedListing> listings, Map<String, String> labels) {
    List<Map<String, Double>> found = new ArrayList<>();
    for (int from = 0; from < listings.size(); from += BATCH) {
      List<PreparedListing> batch = listings.subList(from, Math.min(listings.size(), from + BATCH));
      List<PreparedListing> usable =
          batch.stream().filter(one -> one.hasImage() || one.hasText()).toList();
      float[][] rows = usable.isEmpty() ? new float[0][] : predictor.logits(usable);
      int row = 0;
      for (PreparedListing listing : batch) {
        found.add(
            listing.hasImage() || listing.hasText()
                ? probabilities(
                    rows[row++], ModalityState.of(listing.hasImage(), listing.hasText()), labels)
                : Map.of());
      }
    }
    return found;
  }

  private Map<String, Double> probabilities(
      float[] logits, ModalityState state, Map<String, String> labels) {
    Map<String, Double> found = new LinkedHashMap<>();
    int from = 0;
    for (BundleTask task : predictor.manifest().tasks()) {
      int label = task.classes().indexOf(labels.getOrDefault(task.name(), ""));
      if (label >= 0) {
        double temperature = task.operatingPoint(state).temperature();
        double sum = 0;
        for (int other = 0; other < task.classes().size(); other++) {
          sum += Math.exp((logits[from + other] - logits[from + label]) / temperature);
        }
        found.put(task.name(), 1 / sum);
      }
      from += task.classes().size();
    }
    return found;
  }

  @Override
  public void close() {
    if (attention != null) {
      attention.close();
    }
    predictor.close();
    preprocessor.close();
  }
}

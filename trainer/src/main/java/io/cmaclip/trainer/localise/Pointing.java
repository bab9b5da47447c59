package io.cmaclip.trainer.localise;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.explain.AttentionModel;
import io.cmaclip.model.explain.AttentionProducts;
import io.cmaclip.model.explain.Occlusion;
import io.cmaclip.model.explain.WordPositions;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.garments.GarmentShop;
import io.cmaclip.trainer.garments.Part;
import io.cmaclip.trainer.garments.Scene;
import io.cmaclip.trainer.metrics.Interval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pointing game (Zhang et al., 2016): how often the maximum of a heat map, the centre of a
 * patch, lies within the mask of what it should show. Confined to one thread.
 */
public final class Pointing implements AutoCloseable {
  /**
   * A result.
   *
   * @param maps heat maps measured
   * @param accuracy share of the maps whose maximum lies within the mask
   * @param interval 95%
   * @param chance accuracy of a random patch
   * @param centre accuracy of the centre of the image
   */
  public record Score(
      long maps, double accuracy, Interval interval, double chance, double centre) {}

  private static final class Count {
    private long maps;
    private long hits;
    private double chance;
    private long centre;

    Score score() {
      return new Score(
          maps,
          (double) hits / maps,
          Interval.wilson(hits, maps),
          chance / maps,
          (double) centre / maps);
    }
  }

  private final ImageEncoder image;
  private final List<BundleTask> tasks;
  private final ListingPreprocessor preprocessor;
  private final AttentionModel attention;
  private final CmaClipPredictor predictor;
  private final Occlusion occlusion;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  public Pointing(Bundle bundle) throws IOException {
    this.image = bundle.manifest().architecture().image();
    this.tasks = bundle.manifest().tasks();
    this.preprocessor = bundle.preprocessor();
    this.attention = AttentionModel.load(bundle);
    this.predictor = CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0));
    this.occlusion = new Occlusion(predictor);
  }

  /** Scores by heat map and target, from rendered listings that no training uses. */
  public Map<String, Score> measure(int listings) {
    GarmentShop shop = new GarmentShop(MaskTrials.TEST_SEED);
    try (ProgressBar progress = ProgressBar.start("pointing", "listings", listings)) {
      for (int index = 0; index < listings; index++) {
        measure(shop.scene(index));
        progress.step(1);
      }
    }
    Map<String, Score> scores = new LinkedHashMap<>();
    counts.forEach((name, count) -> scores.put(name, count.score()));
    return scores;
  }

  private void measure(Scene scene) {
    Map<Part, boolean[]> masks = MaskPairs.masks(scene.parts(), image.height(), image.width());
    boolean[] dress = masks.get(Part.DRESS);
    PreparedListing listing = preprocessor.prepare(scene.title(), List.of(scene.image())).listing();
    AttentionProducts products = attention.look(listing);
    List<Integer> all = WordPositions.all(listing.tokens());
    count("attention of all words, dress", products.mean(all, 0, 0), dress);
    scene
        .named()
        .forEach(
            (task, word) -> {
              List<Integer> positions = positions(listing, word);
              if (!positions.isEmpty()) {
                count(
                    "attention of the " + task + " word, dress",
                    products.mean(positions, 0, 0),
                    dress);
              }
            });
    for (int task = 0; task < tasks.size(); task++) {
      String name = "occlusion for " + tasks.get(task).name() + ", dress";
      count(name, occlusion.effects(listing, task), dress);
    }
    masks.forEach((part, mask) -> part(scene, part, mask));
  }

  /** The attention of a word that names a part, added to the title. */
  private void part(Scene scene, Part part, boolean[] mask) {
    if (part == Part.DRESS) {
      return;
    }
    String word = part.words().get(0);
    PreparedListing listing =
        preprocessor.prepare(scene.title() + " with " + word, List.of(scene.image())).listing();
    List<Integer> positions = positions(listing, word);
    if (!positions.isEmpty()) {
      double[] heat = attention.look(listing).mean(positions, 0, 0);
      count("attention of a word for a part, the part", heat, mask);
    }
  }

  private List<Integer> positions(PreparedListing listing, String word) {
    int[] tokens = preprocessor.prepare(word, List.of()).listing().tokens();
    return WordPositions.of(listing.tokens(), tokens);
  }

  private void count(String name, double[] heat, boolean[] mask) {
    Count count = counts.computeIfAbsent(name, n -> new Count());
    int columns = image.width() / image.patch();
    List<Boolean> within = new ArrayList<>();
    int most = 0;
    for (int patch = 0; patch < heat.length; patch++) {
      int row = patch / columns;
      int column = patch % columns;
      within.add(isWithin(mask, row + .5, column + .5));
      most = heat[patch] > heat[most] ? patch : most;
    }
    count.maps++;
    count.hits += within.get(most) ? 1 : 0;
    count.chance += within.stream().filter(hit -> hit).count() / (double) heat.length;
    double half = .5 / image.patch();
    count.centre += isWithin(mask, image.height() * half, image.width() * half) ? 1 : 0;
  }

  /** In units of patches. */
  private boolean isWithin(boolean[] mask, double row, double column) {
    int y = (int) (row * image.patch());
    int x = (int) (column * image.patch());
    return mask[y * image.width() + x];
  }

  @Override
  public void close() {
    attention.close();
    predictor.close();
    preprocessor.close();
  }
}

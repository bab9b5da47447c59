package io.cmaclip.lab.bench.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.lab.bench.review.ReviewedListings.Item;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.Json;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.data.DecidedLabels;
import io.cmaclip.trainer.data.ListingReader;
import io.cmaclip.trainer.data.RawListing;
import io.cmaclip.trainer.recipe.Recipe;
import io.cmaclip.trainer.recipe.RecipeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures retraining from decisions. Each seed divides listings that the bundle was not trained on
 * at random: one half is the stream, the other the test. Reviewers, who are always right, decide
 * some of the stream. The bundle is trained again with their labels and with a sample of the
 * listings that it was trained on, encoders frozen. A folder keeps the results, so an interrupted
 * run continues.
 */
public final class RetrainingBench {
  static final String NONE = "none";
  static final String RANDOM = "random";
  static final String PRIORITY = "priority";
  private static final String CONFIDENCE = "confidence";
  private static final String RECIPE = "retraining.json";

  /** The bundle as it is. */
  static final String BASE = "base";

  private final Bundle bundle;
  private final Data data;
  private final Settings settings;
  private final Consumer<String> messages;

  /**
   * The listings.
   *
   * @param training what the bundle was trained on
   * @param unseen what it was not trained on
   * @param work folder of the results
   */
  public record Data(Path training, List<Path> unseen, MetadataOptions metadata, Path work) {}

  /**
   * What to run.
   *
   * @param recipe of the retraining
   * @param seeds number of seeds
   * @param budgets numbers of decisions, ascending
   * @param replayed listings of the bundle's training that are trained on again
   */
  public record Settings(Recipe recipe, int seeds, List<Integer> budgets, int replayed) {}

  /** A recipe file; null for the one that the documentation shows. */
  public static Recipe recipe(String file) {
    RecipeReader reader = new RecipeReader();
    return file == null
        ? reader.resolve(RECIPE, Json.resource(RetrainingBench.class, RECIPE, ObjectNode.class))
        : reader.read(file);
  }

  /**
   * Listings that the bundle was not trained on.
   *
   * @param items the listings as the service answers them; the product is the number of the listing
   */
  private record Unseen(List<RawListing> listings, List<Item> items) {
    /** The numbers of the listings in an order of the seed; the second half is the test. */
    List<Integer> shuffled(int seed) {
      List<Integer> numbers = new ArrayList<>(IntStream.range(0, items.size()).boxed().toList());
      Collections.shuffle(numbers, new Random(seed));
      return numbers;
    }

    List<Item> stream(int seed) {
      return shuffled(seed).subList(0, items.size() / 2).stream().map(items::get).toList();
    }

    List<Integer> test(int seed) {
      return shuffled(seed).subList(items.size() / 2, items.size());
    }
  }

  /**
   * @param messages receives a line per result
   */
  public RetrainingBench(Bundle bundle, Data data, Settings settings, Consumer<String> messages) {
    this.bundle = bundle;
    this.data = data;
    this.settings = settings;
    this.messages = messages;
  }

  /** Runs what the folder does not hold yet. */
  public RetrainingBenchResult run() throws IOException, InterruptedException {
    Recipe recipe = settings.recipe();
    Path results = Files.createDirectories(data.work().resolve(identity()));
    List<ListingReader.Contents> read = new ArrayList<>();
    try (Retraining retraining = new Retraining(bundle.folder(), recipe, results)) {
      ListingReader reader =
          new ListingReader(
              bundle.manifest().architecture().image(),
              false,
              CacheLimits.ofThisMachine(data.work()));
      read.add(reader.read(data.training(), data.metadata()));
      for (Path path : data.unseen()) {
        read.add(reader.read(path, data.metadata()));
      }
      Unseen unseen =
          new Unseen(
              read.stream().skip(1).flatMap(some -> some.listings().stream()).toList(), items());
      Runs runs = new Runs(retraining, recipe, unseen, results);
      List<RetrainingRun> all = new ArrayList<>();
      for (int seed = 1; seed <= settings.seeds(); seed++) {
        all.addAll(runs.ofSeed(seed, read.get(0).listings()));
      }
      return new RetrainingSummary(all).result();
    } finally {
      read.forEach(ListingReader.Contents::close);
    }
  }

  /** Results of other bundles and settings are in other folders. */
  private String identity() {
    String all =
        String.join(
            " ",
            bundle.fingerprint(),
            settings.recipe().toString(),
            Integer.toString(settings.replayed()));
    return Checksum.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
  }

  /** The unseen listings as the service answers them. */
  private List<Item> items() throws IOException {
    List<Listing> listings = new ArrayList<>();
    for (Path path : data.unseen()) {
      try (ListingFolder folder = ListingFolder.open(path, data.metadata());
          Stream<Listing> some = folder.listings()) {
        some.forEach(listings::add);
      }
    }
    try (ListingPreprocessor preprocessor = bundle.preprocessor();
        CmaClipPredictor predictor =
            CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0), 1).get(0)) {
      return ReviewedListings.of(
              bundle.manifest(), preprocessor, predictor, ReviewOrderBench.tasks(bundle))
          .items(listings, "");
    }
  }

  /** Trains and measures, or reads what was measured. */
  private final class Runs {
    private final Retraining retraining;
    private final Recipe recipe;
    private final Unseen unseen;
    private final Path results;

    Runs(Retraining retraining, Recipe recipe, Unseen unseen, Path results) {
      this.retraining = retraining;
      this.recipe = recipe;
      this.unseen = unseen;
      this.results = results;
    }

    List<RetrainingRun> ofSeed(int seed, List<RawListing> training)
        throws IOException, InterruptedException {
      List<RawListing> shuffled = new ArrayList<>(training);
      Collections.shuffle(shuffled, new Random(seed));
      List<RawListing> replayed =
          shuffled.subList(0, Math.min(settings.replayed(), shuffled.size()));
      List<RetrainingRun> runs = new ArrayList<>();
      runs.add(run(new RetrainingRun.Key(seed, BASE, 0), List.of()));
      runs.add(run(new RetrainingRun.Key(seed, NONE, 0), replayed));
      int most = settings.budgets().get(settings.budgets().size() - 1);
      for (int decisions : settings.budgets()) {
        for (String order : List.of(RANDOM, PRIORITY, CONFIDENCE)) {
          if (!order.equals(CONFIDENCE) || decisions == most) {
            List<RawListing> decided =
                order(order, decisions, unseen.stream(seed), new Random(seed)).stream()
                    .limit(decisions)
                    .map(item -> unseen.listings().get(item.product()))
                    .toList();
            runs.add(
                run(
                    new RetrainingRun.Key(seed, order, decisions),
                    DecidedLabels.into(replayed, decided)));
          }
        }
      }
      return runs;
    }

    /**
     * @param training empty to measure the bundle as it is
     */
    private RetrainingRun run(RetrainingRun.Key key, List<RawListing> training)
        throws IOException, InterruptedException {
      Path file = results.resolve(key.file());
      if (!Files.exists(file)) {
        RetrainingRun run =
            retraining.measure(
                key,
                training.isEmpty() ? recipe.with(List.of()) : recipe,
                training,
                unseen.listings(),
                unseen.test(key.seed()));
        Files.write(file, Json.bytes(run));
      }
      RetrainingRun run = Json.read(file, RetrainingRun.class);
      messages.accept(
          "seed %d, %s, %d decisions: accuracy %.4f, recall at 90%% precision %.4f"
              .formatted(key.seed(), key.order(), key.decisions(), run.accuracy(), run.recall()));
      return run;
    }
  }

  private static List<Item> order(String order, int decisions, List<Item> stream, Random random) {
    return switch (order) {
      case RANDOM -> stream;
      case CONFIDENCE -> ReviewOrders.byConfidence(stream);
      default ->
          new ReviewOrders((double) decisions / stream.size(), 1)
              .byPriority(stream, item -> 1, random);
    };
  }
}

package io.cmaclip.lab.bench.review;

import io.cmaclip.lab.bench.images.EnlargedImage;
import io.cmaclip.lab.bench.review.ReviewOrderBenchResult.Order;
import io.cmaclip.lab.bench.review.ReviewedListings.Item;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out how many wrong labels reviewers find in the order of the priorities. A stream of
 * labelled listings in random order with near-duplicates passes the service's review policy and
 * review budget; reviewers decide the first items of the console. Near-duplicates have the image at
 * another size with camera noise, and a word more in the title. The values are log-normal.
 */
public final class ReviewOrderBench {
  private static final int COPIES = 10;
  private static final List<String> WORDS = List.of("new", "sale", "size M", "size L", "original");

  private final Bundle bundle;
  private final Set<String> tasks;
  private final Settings settings;

  /**
   * What to run.
   *
   * @param budget share of the stream that reviewers decide; twice as much is admitted
   * @param spread standard deviation of the logarithm of the values; 0: all are 1
   */
  public record Settings(
      Path data, String metadata, double budget, double spread, int partitions, int seeds) {}

  /**
   * @param tasks tasks that may send a listing to review, and whose labels are decided
   */
  public ReviewOrderBench(Bundle bundle, Set<String> tasks, Settings settings) {
    this.bundle = bundle;
    this.tasks = tasks;
    this.settings = settings;
  }

  /** Runs all seeds. */
  public ReviewOrderBenchResult run() throws IOException {
    List<Order> orders = new ArrayList<>();
    int listings = 0;
    try (ListingFolder folder = ListingFolder.open(settings.data(), settings.metadata());
        ListingPreprocessor preprocessor =
            bundle.preprocessor(ImageLimits.DEFAULT, bundle.manifest().imageDecode());
        CmaClipPredictor predictor =
            CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT, 1).get(0)) {
      ReviewedListings reviewed =
          ReviewedListings.of(bundle.manifest(), preprocessor, predictor, tasks);
      List<Listing> originals;
      try (Stream<ListingRow> rows = folder.rows()) {
        originals = rows.map(folder::good).map(folder::withImage).toList();
      }
      List<Item> answered = reviewed.items(originals, "");
      for (int seed = 1; seed <= settings.seeds(); seed++) {
        Random random = new Random(seed);
        List<Item> stream = new ArrayList<>(answered);
        stream.addAll(copies(reviewed, originals, random));
        Collections.shuffle(stream, random);
        listings = stream.size();
        orders.add(order(stream, random));
      }
    }
    return new ReviewOrderBenchResult(listings, settings.budget(), settings.partitions(), orders);
  }

  /** Near-duplicates: a tenth of the listings. */
  private List<Item> copies(ReviewedListings reviewed, List<Listing> originals, Random random)
      throws IOException {
    List<Item> all = new ArrayList<>();
    int clusters = originals.size() / 10 / COPIES;
    for (int cluster = 0; cluster < clusters; cluster++) {
      int original = random.nextInt(originals.size());
      Listing listing = originals.get(original);
      List<Listing> copies = new ArrayList<>();
      for (int copy = 0; copy < COPIES; copy++) {
        byte[] image =
            listing.image() == null
                ? null
                : EnlargedImage.to((64 + copy) + "x" + (86 + copy)).jpeg(listing.image());
        copies.add(
            new Listing(
                listing.id(),
                listing.title() + " " + WORDS.get(random.nextInt(WORDS.size())),
                null,
                image,
                listing.fields()));
      }
      for (Item item : reviewed.items(copies, "-" + cluster)) {
        all.add(
            new Item(
                original,
                item.key() + "-" + item.product(),
                item.review(),
                item.confidence(),
                item.wrong()));
      }
    }
    return all;
  }

  private Order order(List<Item> stream, Random random) {
    Map<Integer, Double> values = new HashMap<>();
    stream.forEach(
        item ->
            values.computeIfAbsent(
                item.product(), i -> Math.exp(settings.spread() * random.nextGaussian())));
    int decided = (int) (settings.budget() * stream.size());
    List<Item> doubtful = ReviewOrders.doubtful(stream);
    List<Item> shuffled = new ArrayList<>(doubtful);
    Collections.shuffle(shuffled, random);
    List<Item> byConfidence = ReviewOrders.byConfidence(stream);
    List<Item> byPriority =
        new ReviewOrders(settings.budget(), settings.partitions())
            .byPriority(stream, item -> values.get(item.product()), random);
    return new Order(
        doubtful.size(),
        found(shuffled, decided, values),
        found(byConfidence, decided, values),
        found(byPriority, decided, values),
        mostOfOneProduct(byConfidence, decided),
        mostOfOneProduct(byPriority, decided));
  }

  /** Value of the products with a wrong label among the first items; each counts once. */
  private static double found(List<Item> order, int decided, Map<Integer, Double> values) {
    Set<Integer> products =
        order.stream()
            .limit(decided)
            .filter(Item::wrong)
            .map(Item::product)
            .collect(Collectors.toCollection(HashSet::new));
    return products.stream().mapToDouble(values::get).sum();
  }

  /** Most items of one product in 50 consecutive ones. */
  private static int mostOfOneProduct(List<Item> order, int decided) {
    int most = 0;
    for (int first = 0; first + ReviewOrders.TOP <= Math.min(decided, order.size()); first++) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (Item item : order.subList(first, first + ReviewOrders.TOP)) {
        most = Math.max(most, counts.merge(item.product(), 1, Integer::sum));
      }
    }
    return most;
  }

  /** All tasks of a bundle. */
  public static Set<String> tasks(Bundle bundle) {
    return bundle.manifest().tasks().stream().map(BundleTask::name).collect(Collectors.toSet());
  }
}

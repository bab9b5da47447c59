package io.cmaclip.lab.bench.review;

import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.lab.bench.images.EnlargedImage;
import io.cmaclip.lab.bench.review.ReviewOrderBenchResult.Order;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.classification.Answer;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.prediction.Sketch;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewSettings;
import io.cmaclip.streams.review.Admission;
import io.cmaclip.streams.review.RecentItems;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out how many wrong labels reviewers find in the order of the priorities. A stream of
 * labelled listings in random order with near-duplicates passes the service's review policy and
 * review budget; reviewers decide the first items of the console. Near-duplicates have the image at
 * another size with camera noise, and a word more in the title. The values are log-normal.
 */
public final class ReviewOrderBench {
  private static final int BATCH = 32;
  private static final int COPIES = 10;
  private static final int TOP = 50;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
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
   * A listing of the stream.
   *
   * @param product the same for a listing and its near-duplicates
   * @param review without value
   * @param wrong whether a label of a task is wrong
   */
  private record Item(int product, String key, Review review, double confidence, boolean wrong) {
    byte[] bytes() {
      return key.getBytes(StandardCharsets.UTF_8);
    }

    long sketch() {
      return review.prediction() == null ? Sketch.NONE : review.prediction().sketch();
    }
  }

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
      ListingClassifier classifier =
          new ListingClassifier(
              preprocessor,
              ReviewPolicy.of(
                  bundle.manifest(),
                  new ReviewSettings(
                      null, Map.of(), ReviewSettings.NoiseThresholds.OF_BUNDLE, null, tasks)));
      List<Listing> originals;
      try (Stream<ListingRow> rows = folder.rows()) {
        originals = rows.map(folder::good).map(folder::withImage).toList();
      }
      List<Item> answered = items(classifier, predictor, originals, "");
      for (int seed = 1; seed <= settings.seeds(); seed++) {
        Random random = new Random(seed);
        List<Item> stream = new ArrayList<>(answered);
        stream.addAll(copies(classifier, predictor, originals, random));
        Collections.shuffle(stream, random);
        listings = stream.size();
        orders.add(order(stream, random));
      }
    }
    return new ReviewOrderBenchResult(listings, settings.budget(), settings.partitions(), orders);
  }

  /** Near-duplicates: a tenth of the listings. */
  private List<Item> copies(
      ListingClassifier classifier,
      CmaClipPredictor predictor,
      List<Listing> originals,
      Random random)
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
      for (Item item : items(classifier, predictor, copies, "-" + cluster)) {
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

  private List<Item> items(
      ListingClassifier classifier,
      CmaClipPredictor predictor,
      List<Listing> listings,
      String suffix) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < listings.size(); i += BATCH) {
      List<Listing> batch = listings.subList(i, Math.min(i + BATCH, listings.size()));
      List<Answer> answers = classifier.answer(batch, predictor);
      for (int j = 0; j < batch.size(); j++) {
        items.add(item(i + j, batch.get(j), answers.get(j), suffix));
      }
    }
    return items;
  }

  private Item item(int product, Listing listing, Answer answer, String suffix) {
    double confidence = 1;
    boolean wrong = false;
    if (answer.prediction() != null) {
      for (TaskPrediction task : answer.prediction().tasks()) {
        String truth = listing.fields().get(task.task());
        if (tasks.contains(task.task())) {
          confidence = Math.min(confidence, task.confidence());
          wrong |= truth != null && !truth.equals(task.label());
        }
      }
    }
    return new Item(
        product,
        listing.id() + suffix,
        new Review(answer.prediction(), answer.reasons(), answer.priority()),
        confidence,
        wrong);
  }

  private Order order(List<Item> stream, Random random) {
    Map<Integer, Double> values = new HashMap<>();
    stream.forEach(
        item ->
            values.computeIfAbsent(
                item.product(), i -> Math.exp(settings.spread() * random.nextGaussian())));
    int decided = (int) (settings.budget() * stream.size());
    List<Item> doubtful = new ArrayList<>();
    stream.stream().filter(item -> item.review().isWanted()).forEach(doubtful::add);
    List<Item> shuffled = new ArrayList<>(doubtful);
    Collections.shuffle(shuffled, random);
    List<Item> byConfidence = new ArrayList<>(doubtful);
    byConfidence.sort(Comparator.comparingDouble(Item::confidence));
    List<Item> byPriority = admitted(stream, values, random);
    return new Order(
        doubtful.size(),
        found(shuffled, decided, values),
        found(byConfidence, decided, values),
        found(byPriority, decided, values),
        mostOfOneProduct(byConfidence, decided),
        mostOfOneProduct(byPriority, decided));
  }

  /** What the service admits, in the order of the console. */
  private List<Item> admitted(List<Item> stream, Map<Integer, Double> values, Random random) {
    record Ranked(Item item, double priority) {}
    Admission[] partitions =
        Stream.generate(Admission::new).limit(settings.partitions()).toArray(Admission[]::new);
    ReviewBudget budget =
        new ReviewBudget(2 * settings.budget() * SECONDS_PER_HOUR, Map.of())
            .ofOneIn(settings.partitions());
    List<Ranked> queue = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      Item item = stream.get(i);
      Review review =
          partitions[random.nextInt(partitions.length)].admit(
              item.review().worth(values.get(item.product())),
              item.bytes(),
              budget,
              START.plusSeconds(i));
      if (review.isWanted()) {
        queue.add(new Ranked(item, review.priority()));
      }
    }
    return handedOut(
        queue.stream()
            .sorted(Comparator.comparingDouble(Ranked::priority).reversed())
            .map(Ranked::item)
            .toList());
  }

  /** The order in which the console hands out the queue, one item after the other. */
  private static List<Item> handedOut(List<Item> queue) {
    RecentItems recent = new RecentItems(TOP - 1);
    List<Item> left = new ArrayList<>(queue);
    List<Item> order = new ArrayList<>();
    while (!left.isEmpty()) {
      int next =
          IntStream.range(0, Math.min(ReviewQueue.AHEAD, left.size()))
              .filter(i -> recent.isNew(left.get(i).bytes(), left.get(i).sketch()))
              .findFirst()
              .orElse(0);
      Item item = left.remove(next);
      recent.add(item.bytes(), item.sketch());
      order.add(item);
    }
    return order;
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
    for (int first = 0; first + TOP <= Math.min(decided, order.size()); first++) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (Item item : order.subList(first, first + TOP)) {
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

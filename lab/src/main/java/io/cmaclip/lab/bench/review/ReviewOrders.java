package io.cmaclip.lab.bench.review;

import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.lab.bench.review.ReviewedListings.Item;
import io.cmaclip.streams.review.Admission;
import io.cmaclip.streams.review.RecentItems;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.ReviewBudget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders in which reviewers can decide the listings of a stream.
 *
 * @param budget share of the stream that is decided; twice as much is admitted
 */
record ReviewOrders(double budget, int partitions) {
  /** Consecutive items of the console that do not resemble each other. */
  static final int TOP = 50;

  private static final int SECONDS_PER_HOUR = 3600;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Listings with a reason for review, in the order of the stream. */
  static List<Item> doubtful(List<Item> stream) {
    return stream.stream().filter(item -> item.review().isWanted()).toList();
  }

  /** Doubtful listings, lowest confidence first. */
  static List<Item> byConfidence(List<Item> stream) {
    return doubtful(stream).stream().sorted(Comparator.comparingDouble(Item::confidence)).toList();
  }

  /** What the service admits, in the order of the console. */
  List<Item> byPriority(List<Item> stream, ToDoubleFunction<Item> values, Random random) {
    record Ranked(Item item, double priority) {}
    Admission[] admissions =
        Stream.generate(Admission::new).limit(partitions).toArray(Admission[]::new);
    ReviewBudget share =
        new ReviewBudget(2 * budget * SECONDS_PER_HOUR, Map.of()).ofOneIn(partitions);
    List<Ranked> queue = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      Item item = stream.get(i);
      Review review =
          admissions[random.nextInt(partitions)].admit(
              item.review().worth(values.applyAsDouble(item)),
              item.bytes(),
              share,
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
}

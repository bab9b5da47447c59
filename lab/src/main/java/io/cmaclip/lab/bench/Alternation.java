package io.cmaclip.lab.bench;

import io.cmaclip.model.listings.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Two services that answer the same listings in turn, in a few rounds. */
final class Alternation {
  private static final int ROUNDS = 2;

  /** A service and its label in the progress bar. */
  record Side(String name, ServiceSession service) {}

  /**
   * Listings per second.
   *
   * @param events listings that were counted for each service
   */
  record Result(double firstPerSecond, double secondPerSecond, int events) {
    /** Rate of the second service divided by that of the first. */
    double ratio() {
      return secondPerSecond / firstPerSecond;
    }
  }

  private Alternation() {}

  /** Listings that each service gets for so many counted ones, at most. */
  static int sent(int events) {
    return ROUNDS * perRound(events / ROUNDS);
  }

  /** A measurement sends some listings before and after those that it counts. */
  private static int perRound(int count) {
    return count + 2 * ServiceSession.MOST_UNANSWERED;
  }

  /**
   * Measures both services.
   *
   * @param events listings to count for each
   * @param listings returns any listing by its number from 0 to below {@link #sent}
   */
  static Result measure(Side first, Side second, int events, IntFunction<Listing> listings)
      throws InterruptedException {
    List<Throughput> ofFirst = new ArrayList<>();
    List<Throughput> ofSecond = new ArrayList<>();
    int count = events / ROUNDS;
    for (int round = 0; round < ROUNDS; round++) {
      int start = round * perRound(count);
      String of = ", round " + (round + 1) + " of " + ROUNDS;
      ofFirst.add(
          first.service().measure(first.name() + of, count, i -> listings.apply(start + i)));
      ofSecond.add(
          second.service().measure(second.name() + of, count, i -> listings.apply(start + i)));
    }
    return new Result(
        Throughput.perSecond(ofFirst), Throughput.perSecond(ofSecond), ROUNDS * count);
  }
}

package io.cmaclip.it.year;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.produce.ListingProducer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of a shop, a week at a time: sellers send listings, reviewers decide what the service
 * sends them, and an operator recalibrates every week and retrains once. Images become dark in week
 * 10, and two classes are renamed in week 24. Prints a table of the year, and writes it to
 * target/simulated-year.md.
 */
@Timeout(1800)
@Tag("slow")
class SimulatedYearTest {
  private static final int WEEKS = 52;
  private static final int PER_WEEK = 150;
  private static final int RETRAINED_IN = 36;

  /** Listings of earlier weeks that sellers send again each week, unchanged. */
  private static final int SENT_AGAIN = 10;

  /** Precision of accepted labels of each task that every window keeps, except after a drift. */
  private static final double PROMISE = 0.88;

  /** Weeks after a drift in which a window may be below. */
  private static final int RECOVERY = 6;

  @TempDir private Path folder;

  /** Listings so far, and how often each was sent. */
  private final Map<String, OfferedListing> listings = new TreeMap<>();

  private final Map<String, Integer> events = new HashMap<>();
  private final YearTable table = new YearTable();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void acceptedPrecisionLeavesItsPromiseOnlyForSomeWeeksAfterADrift() throws Exception {
    try (ServedBundle served =
            new ServedBundle(folder, ShippedBundle.find("garments"), settings());
        EventSerdes serdes = EventSerdes.create(served.config().serdeProperties());
        ListingProducer sellers =
            new ListingProducer(
                served.config().producerProperties(), serdes, "listings", InstantSource.system());
        AnswerLedger ledger = new AnswerLedger(served.config().consumerProperties(), serdes);
        Reviewers reviewers =
            new Reviewers(served.config(), serdes, Bundle.open(served.folder()).manifest())) {
      Operator operator = new Operator(served, folder);
      Stock stock = new Stock(operator.render("stock", WEEKS * PER_WEEK, 52), PER_WEEK);
      for (int week = 1; week <= WEEKS; week++) {
        String note =
            week == RETRAINED_IN
                ? operator.retrain(reviewers.audited())
                : operator.recalibrate(reviewers.audited());
        List<OfferedListing> fresh = stock.week(week);
        sell(fresh, sellers);
        ledger.await("answers of week " + week, () -> isComplete(ledger, reviewers));
        String serving = Bundle.open(served.folder()).fingerprint();
        assertThat(fresh)
            .allMatch(of -> ledger.first(of.id()).getModel().getFingerprint().equals(serving));
        table.add(fresh, ledger::first, note);
        reviewers.decide(week, listings);
        ledger.await("decisions of week " + week, () -> isComplete(ledger, reviewers));
        Files.writeString(Path.of("target", "simulated-year.md"), table.toString());
      }
      served.stop();
      ledger.drain();
      System.out.print(table);
      System.out.printf(
          "%,d listings, %,d decisions, of which %,d listings audited%n",
          listings.size(), reviewers.decisions(), reviewers.audited());
      requireExactlyOnce(ledger, reviewers);
    }
    requirePromise();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "bundle.watch", "true",
        "bundle.watch-interval", "100 ms",
        "topics.decisions", Reviewers.DECISIONS,
        "topics.partitions", "2",
        "review.audit-share", "0.5",
        "operations.port", "off");
  }

  /** Sends new listings, and some of earlier weeks again. */
  private void sell(List<OfferedListing> fresh, ListingProducer sellers) {
    List<OfferedListing> former = List.copyOf(listings.values());
    for (int i = 0; i < SENT_AGAIN && !former.isEmpty(); i++) {
      send(former.get(random.nextInt(former.size())), sellers);
    }
    fresh.forEach(listing -> send(listing, sellers));
    sellers.flush();
  }

  private void send(OfferedListing listing, ListingProducer sellers) {
    listings.put(listing.id(), listing);
    events.merge(listing.id(), 1, Integer::sum);
    var unused = sellers.send(listing.listing(), (metadata, failure) -> {});
  }

  /** Whether each event has an answer, and each decision. */
  private boolean isComplete(AnswerLedger ledger, Reviewers reviewers) {
    return listings.keySet().stream().allMatch(id -> ledger.records(id) >= expected(id, reviewers));
  }

  private int expected(String id, Reviewers reviewers) {
    return events.get(id) + reviewers.decided(id).size();
  }

  /** One record for each event and each decision, and the reviewers' labels in force. */
  private void requireExactlyOnce(AnswerLedger ledger, Reviewers reviewers) {
    assertThat(ledger.listings()).isEqualTo(listings.size());
    for (String id : listings.keySet()) {
      assertThat(ledger.records(id)).as(id).isEqualTo(expected(id, reviewers));
      assertThat(ledger.human(id)).as(id).isEqualTo(reviewers.decided(id));
    }
  }

  private void requirePromise() {
    assertThat(table.weeksBelow(PROMISE, YearTable.WINDOW))
        .allMatch(week -> isAfter(Stock.DARK_FROM, week) || isAfter(Stock.RENAMED_FROM, week));
    // The drifts are such that accepted labels of single weeks are worse than promised.
    List<Integer> single = table.weeksBelow(PROMISE, 1);
    assertThat(single).anyMatch(week -> isSoonAfter(Stock.DARK_FROM, week));
    assertThat(single).anyMatch(week -> isSoonAfter(Stock.RENAMED_FROM, week));
    assertThat(table.toString()).contains(Operator.PROMOTED);
  }

  private static boolean isAfter(int drift, int week) {
    return week >= drift && week < drift + RECOVERY;
  }

  private static boolean isSoonAfter(int drift, int week) {
    return week >= drift && week <= drift + 1;
  }
}

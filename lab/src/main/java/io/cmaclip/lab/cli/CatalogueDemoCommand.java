package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.catalogue.CatalogueChain;
import io.cmaclip.lab.catalogue.ProductStep;
import io.cmaclip.lab.catalogue.ProductSteps;
import io.cmaclip.lab.chaos.WorkFolder;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.KafkaLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip demo catalogue}. */
@Command(
    name = "catalogue",
    description = {
      "Labels the rows of a PostgreSQL table in another table of the same database.",
      "Runs PostgreSQL, Kafka Connect with Debezium's connectors, a broker and the service on"
          + " 127.0.0.1, changes the products and shows how the answers follow. Without PostgreSQL"
          + " or Kafka Connect it says what to install, and ends."
    })
final class CatalogueDemoCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofMinutes(1);
  private static final Duration FOLLOWS = Duration.ofMinutes(2);
  private static final int LEAST = 10;
  private static final int SHOWN = 8;

  /** Totals of {@code --json}. */
  record Result(int steps, int rows, double seconds, double slowestStepSeconds) {}

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--products",
      paramLabel = "N",
      defaultValue = "24",
      description = "Products of the shipped listings, at least 10 (default: ${DEFAULT-VALUE}).")
  private int products;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (products < LEAST) {
      throw new UsageException("--products = " + products + ": must be at least " + LEAST);
    }
    if (!CatalogueChain.missing().isEmpty()) {
      say("skipped: " + CatalogueChain.missing());
      return 0;
    }
    KafkaLogs.onlyErrors();
    bundleOption.open();
    List<Listing> listings = ShippedListings.all().stream().limit(products).toList();
    try (EndSignal end = EndSignal.listen(CLOSING);
        WorkFolder folder = WorkFolder.open(null)) {
      say("starting PostgreSQL, Kafka Connect, a broker and the service");
      try (CatalogueChain chain = CatalogueChain.start(bundleOption.path(), folder.path())) {
        output.end(run(chain, ProductSteps.of(listings), end));
      }
    }
    return 0;
  }

  private Result run(CatalogueChain chain, List<ProductStep> steps, EndSignal end)
      throws InterruptedException {
    long start = System.nanoTime();
    double slowest = 0;
    int done = 0;
    for (ProductStep step : steps) {
      if (end.isGiven()) {
        break;
      }
      long before = System.nanoTime();
      chain.apply(step);
      chain.awaitAnswers(FOLLOWS);
      double seconds = (System.nanoTime() - before) / 1e9;
      slowest = Math.max(slowest, seconds);
      done++;
      say("%s: the answers follow after %.1f s".formatted(step.what(), seconds));
    }
    say("select * from " + CatalogueChain.ANSWERS + ":");
    List<String> rows = chain.answers();
    rows.stream().limit(SHOWN).forEach(this::say);
    say(rows.size() + " rows");
    return new Result(done, rows.size(), (System.nanoTime() - start) / 1e9, slowest);
  }

  private void say(String line) {
    PrintWriter out = output.text();
    out.println(line);
    out.flush();
  }
}

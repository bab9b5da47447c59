package io.cmaclip.streams.cli;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.produce.EventProducer;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.produce.Pace;
import io.cmaclip.streams.samples.SampleFile;
import io.cmaclip.streams.topics.TopicSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Callback;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip produce}. */
@Command(
    name = "produce",
    description = {
      "Writes listings from disk to the listings topic, with inline images, keyed by listing id.",
      "With --events it writes your own events as they are, for listings.format = json. Creates"
          + " the topic if it is missing."
    })
final class ProduceCommand implements Callable<Integer> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;
  @Mixin private ListingOptions listings;
  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--events",
      paramLabel = "FILE.jsonl",
      description =
          "Events in place of listings, one JSON text a line: values, or records with key and"
              + " value as kcat -J writes them. Needs no registry.")
  private Path events;

  @Option(names = "--rate", paramLabel = "N", description = "Rate limit in listings per second.")
  private Double rate;

  @Mixin private ResultOutput output;

  private final LongAdder written = new LongAdder();
  private final AtomicReference<String> firstFailure = new AtomicReference<>();

  @Override
  public Integer call() throws InterruptedException {
    Pace pace = pace();
    if (events != null && listings.isGiven()) {
      throw new UsageException("--events cannot be used with --listings");
    }
    ServiceConfig config = configOptions.read(cluster.flags());
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    config.bootstrap();
    long start = System.nanoTime();
    long sent;
    try (EndSignal end = EndSignal.listen(CLOSE_TIMEOUT)) {
      sent =
          events == null
              ? sendListings(config, settings, pace, end)
              : sendEvents(config, settings, pace, end);
    }
    print(sent, (System.nanoTime() - start) / 1e9);
    return sent == written.sum() ? 0 : 1;
  }

  private static void prepareTopic(ServiceConfig config, ServiceSettingsReader settings) {
    try (Admin admin = Connections.cluster(config)) {
      new TopicSetup(admin, settings.topicNames(), settings.topics()).prepareListings();
    }
  }

  private long sendListings(
      ServiceConfig config, ServiceSettingsReader settings, Pace pace, EndSignal end)
      throws InterruptedException {
    try (ListingFolder folder = listings.open();
        EventSerdes serdes = Connections.registry(config)) {
      prepareTopic(config, settings);
      try (ListingProducer producer =
          new ListingProducer(
              config.producerProperties(),
              serdes,
              settings.topicNames().listings(),
              InstantSource.system())) {
        long sent = send(folder, producer, pace, end);
        producer.flush();
        return sent;
      }
    }
  }

  private long sendEvents(
      ServiceConfig config, ServiceSettingsReader settings, Pace pace, EndSignal end)
      throws InterruptedException {
    prepareTopic(config, settings);
    long sent = 0;
    try (SampleFile file = SampleFile.open(events);
        EventProducer producer =
            new EventProducer(config.producerProperties(), settings.topicNames().listings());
        ProgressBar bar = ProgressBar.start("produce", "events", 0)) {
      Optional<ReceivedRecord<byte[], byte[]>> event = file.nextEvent();
      while (event.isPresent() && sent < listings.limit() && !end.isGiven()) {
        pace.await();
        producer.send(event.get(), whenWritten("event of line " + event.get().offset(), bar));
        sent++;
        event = file.nextEvent();
      }
      producer.flush();
    }
    return sent;
  }

  private long send(ListingFolder folder, ListingProducer producer, Pace pace, EndSignal end)
      throws InterruptedException {
    long total = Math.min(listings.limit(), folder.count());
    long sent = 0;
    try (Stream<Listing> rows = folder.listings().limit(listings.limit());
        ProgressBar bar = ProgressBar.start("produce", "listings", total)) {
      Iterator<Listing> all = rows.iterator();
      while (all.hasNext() && !end.isGiven()) {
        Listing listing = all.next();
        pace.await();
        var unused = producer.send(listing, whenWritten("listing " + listing.id(), bar));
        sent++;
      }
    }
    return sent;
  }

  private Callback whenWritten(String what, ProgressBar bar) {
    return (metadata, failure) -> {
      if (failure == null) {
        written.increment();
        bar.step(1);
      } else {
        firstFailure.compareAndSet(null, what + ": " + failure.getMessage());
      }
    };
  }

  private Pace pace() {
    if (rate != null && !(rate > 0)) {
      throw new UsageException("--rate " + rate + ": must be above 0 (listings per second)");
    }
    return Pace.of(rate == null ? Double.POSITIVE_INFINITY : rate);
  }

  private void print(long sent, double seconds) {
    long failed = sent - written.sum();
    PrintWriter out = output.text();
    if (output.isJson()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("listings", written.sum());
      result.put("failed", failed);
      result.put("seconds", seconds);
      output.end(result);
    } else {
      out.println("written: " + written.sum());
      out.flush();
    }
    if (failed > 0) {
      spec.commandLine()
          .getErr()
          .println(failed + " could not be written; first failure: " + firstFailure.get());
    }
  }
}

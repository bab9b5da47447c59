package io.cmaclip.lab.demo;

import io.cmaclip.cli.Terminal;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Runs the service on a cluster, sends listings and shows the answers. The caller's thread reads
 * and prints, another sends.
 */
public final class Demo {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Time that a line waits for the listing's review item, which is on another topic. */
  private static final long REVIEW_WAIT_NANOS = Duration.ofMillis(300).toNanos();

  private final ServiceConfig config;
  private final DemoPlan plan;
  private final PrintWriter out;
  private final DemoScreen screen;
  private final BooleanSupplier stopped;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final AtomicReference<String> fatal = new AtomicReference<>();

  private record Waiting(Ledger.Entry entry, long until) {}

  /**
   * A demo.
   *
   * @param config configuration with cluster and registry
   * @param stopped whether the user stopped the demo
   */
  public Demo(
      ServiceConfig config,
      DemoPlan plan,
      PrintWriter out,
      Terminal terminal,
      BooleanSupplier stopped) {
    this.config = config;
    this.plan = plan;
    this.out = out;
    this.screen = new DemoScreen(out, terminal);
    this.stopped = stopped;
  }

  /**
   * Runs the demo and closes the model's predictors.
   *
   * @param listings called for each round
   * @throws UserException if the service or a send fails
   */
  public DemoResult run(ServingModel model, Supplier<Stream<Listing>> listings)
      throws InterruptedException, IOException {
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    TopicNames topics = settings.topicNames();
    Ledger ledger = new Ledger(topics.listings());
    DemoResult reviewed = null;
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties())) {
      prepareTopics(settings);
      long start;
      try (AnswerReader reader = new AnswerReader(config.consumerProperties(), topics, serdes)) {
        try (ClassificationService service =
            ClassificationService.builder(
                    settings.service(), model, serdes, (what, cause) -> fatal.set(what))
                .decisions(settings.decisions())
                .open()) {
          service.start();
          awaitReady(service);
          screen.opening();
          start = System.nanoTime();
          try (ListingProducer producer =
                  new ListingProducer(
                      config.producerProperties(),
                      serdes,
                      topics.listings(),
                      InstantSource.system());
              Sender sender = Sender.start(producer, ledger, plan, listings)) {
            show(reader, ledger, sender);
          }
          if (plan.review() && !stopped.getAsBoolean()) {
            long answered = System.nanoTime();
            // Each decision writes an answer again, so the listings are counted before.
            reader.drain(answer -> receive(answer, ledger));
            printWaiting(true);
            reviewed = finish(ledger, (answered - start) / 1e9);
            review(serdes, reviewed.review());
          }
        }
        if (reviewed != null) {
          return reviewed;
        }
        long last = System.nanoTime();
        // Reads the records that the service wrote before it closed.
        reader.drain(answer -> receive(answer, ledger));
        printWaiting(true);
        return finish(ledger, (last - start) / 1e9);
      }
    }
  }

  private void prepareTopics(ServiceSettingsReader settings) {
    try (Admin admin = ClusterDoor.open(config.clientProperties())) {
      new TopicSetup(admin, settings.topicNames(), settings.topics())
          .prepare(settings.service().maxInlineImageBytes());
      if (settings.decisions().areRead()) {
        new TopicSetup(admin, settings.topicNames(), settings.topics())
            .prepareDecisions(settings.decisions().topic());
      }
    }
  }

  /** Opens the console; returns when it has all items, or else when the user stops the demo. */
  private void review(EventSerdes serdes, int items) throws InterruptedException, IOException {
    try (DemoReview review = DemoReview.start(config, serdes, (what, cause) -> fatal.set(what))) {
      long limit = System.nanoTime() + READY.toNanos();
      while (review.waiting() < items && !stopped.getAsBoolean()) {
        failIfFatal();
        if (System.nanoTime() > limit) {
          throw new UserException("the console is not ready after " + READY.toSeconds() + " s");
        }
        Thread.sleep(POLL.toMillis());
      }
      out.println(review.waiting() + " listings wait for review");
      out.println("Review console: " + review.url());
      out.flush();
      while (!plan.once() && !stopped.getAsBoolean()) {
        failIfFatal();
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private void failIfFatal() {
    if (fatal.get() != null) {
      throw new UserException(fatal.get());
    }
  }

  private void awaitReady(ClassificationService service) throws InterruptedException {
    if (!service.awaitReady(READY)) {
      throw new UserException(
          "the service is not ready after "
              + READY.toSeconds()
              + " s: "
              + service.problem().orElse("unknown reason"));
    }
  }

  private void show(AnswerReader reader, Ledger ledger, Sender sender) {
    while (!stopped.getAsBoolean() && !(sender.isDone() && ledger.isComplete())) {
      reader.poll(POLL, answer -> receive(answer, ledger));
      printWaiting(false);
      String failure = fatal.get() == null ? sender.failure() : fatal.get();
      if (failure != null) {
        throw new UserException(failure);
      }
    }
  }

  private void receive(Answer answer, Ledger ledger) {
    Ledger.Entry entry = ledger.answered(answer);
    if (answer instanceof Answer.Labelled && entry != null) {
      waiting.add(new Waiting(entry, System.nanoTime() + REVIEW_WAIT_NANOS));
    } else if (answer instanceof Answer.DeadLetter letter) {
      screen.deadLetter(
          entry == null ? "offset " + letter.offset() : entry.id(),
          letter.reason(),
          letter.message());
    }
  }

  /** Prints in order of arrival; a line that waits for its review item delays later lines. */
  private void printWaiting(boolean all) {
    while (!waiting.isEmpty()
        && (all
            || !waiting.peek().entry().reasons().isEmpty()
            || System.nanoTime() - waiting.peek().until() > 0)) {
      screen.labelled(waiting.remove().entry());
    }
  }

  private DemoResult finish(Ledger ledger, double seconds) throws IOException {
    Collection<Ledger.Entry> entries = ledger.entries();
    DemoResult result =
        new DemoResult(
            entries.size(),
            (int) entries.stream().filter(entry -> entry.attributes() != null).count(),
            (int) entries.stream().filter(entry -> !entry.reasons().isEmpty()).count(),
            (int) entries.stream().filter(entry -> entry.deadLetter() != null).count(),
            ledger.missing(),
            ledger.duplicated(),
            seconds);
    screen.summary(result, entries, stopped.getAsBoolean());
    if (plan.out() != null) {
      AnswerFile.write(plan.out(), entries);
      out.println("answers written to " + plan.out());
      out.flush();
    }
    return result;
  }
}

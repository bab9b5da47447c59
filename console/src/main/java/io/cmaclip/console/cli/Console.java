package io.cmaclip.console.cli;

import io.cmaclip.console.images.ItemImages;
import io.cmaclip.console.quality.Shares;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.console.queue.QueueSettings;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.console.web.Backend;
import io.cmaclip.console.web.Reviewer;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.console.web.WebServer;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.explain.Explainer;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigKey;
import io.cmaclip.streams.config.ConsoleKeys;
import io.cmaclip.streams.config.ImageKeys;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.TopicKeys;
import io.cmaclip.streams.config.UnchangedKeys;
import io.cmaclip.streams.events.InputSettings;
import io.cmaclip.streams.events.SourceListings;
import io.cmaclip.streams.service.ThreadFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The review console: the queue and the server of its page. */
public final class Console implements AutoCloseable {
  private final QueueService queue;
  private final SourceListings sources;
  private final Explainer explainer;
  private final WebServer server;

  private Console(
      QueueService queue, SourceListings sources, Explainer explainer, WebServer server) {
    this.queue = queue;
    this.sources = sources;
    this.explainer = explainer;
    this.server = server;
  }

  /**
   * Starts the console on topics that exist.
   *
   * @param config with {@code topics.decisions}
   * @param serdes not owned
   * @param port 0 for a free port
   * @param bundle folder of the model that explains; null without one
   * @param fatal called when stream threads fail too often
   */
  public static Console start(
      ServiceConfig config,
      EventSerdes serdes,
      Reviewers reviewers,
      int port,
      Path bundle,
      BiConsumer<String, Throwable> fatal)
      throws IOException {
    Explainer explainer = bundle == null ? null : Explainer.load(Bundle.open(bundle));
    SourceListings sources =
        SourceListings.open(inputs(config), serdes, config.consumerProperties());
    QueueService queue =
        QueueService.start(
            settings(config, testing(config, reviewers)),
            new QueueService.Clients(
                config.kafka(), config.producerProperties(), config.consumerProperties()),
            serdes,
            new ThreadFailures(
                new ServiceSettingsReader(config).threadReplacement(),
                fatal::accept,
                System::nanoTime));
    try {
      ItemImages images =
          new ItemImages(ImageLimits.ofPixels(config.get(ImageKeys.MAX_PIXELS)), sources);
      Backend backend = new Backend(queue.queue(), queue.records(), images, explainer);
      return new Console(queue, sources, explainer, WebServer.start(backend, reviewers, port));
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  /** Input topics with their formats; listings to reclassify are copies of listings. */
  private static Map<String, InputSettings> inputs(ServiceConfig config) {
    Map<String, InputSettings> inputs = new HashMap<>(new ServiceSettingsReader(config).inputs());
    String reclassify = config.get(UnchangedKeys.RECLASSIFY_TOPIC);
    if (reclassify != null) {
      inputs.put(reclassify, inputs.get(config.get(TopicKeys.LISTINGS).get(0)));
    }
    return inputs;
  }

  private static Testing testing(ServiceConfig config, Reviewers reviewers) {
    Set<String> leads = reviewers.with(Reviewer.Role.LEAD);
    int others = reviewers.with(Reviewer.Role.REVIEWER).size();
    require(config, ConsoleKeys.KNOWN_ANSWER_SHARE, !leads.isEmpty(), "a lead");
    require(
        config,
        ConsoleKeys.SECOND_OPINION_SHARE,
        !leads.isEmpty() && others >= 2,
        "two reviewers and a lead");
    return new Testing(
        new Shares(
            config.get(ConsoleKeys.BLIND_SHARE),
            config.get(ConsoleKeys.SECOND_OPINION_SHARE),
            config.get(ConsoleKeys.KNOWN_ANSWER_SHARE)),
        leads);
  }

  private static void require(
      ServiceConfig config, ConfigKey<Double> key, boolean isPossible, String who) {
    double share = config.get(key);
    if (share > 0 && !isPossible) {
      throw new UsageException(
          key.name() + " = " + share + ": must be 0 without " + who + " in the file of reviewers");
    }
  }

  private static QueueSettings settings(ServiceConfig config, Testing testing) {
    return new QueueSettings(
        config.get(ServiceKeys.APPLICATION_ID) + "-console",
        new QueueSettings.Topics(
            config.get(TopicKeys.REVIEW),
            config.get(TopicKeys.ATTRIBUTES),
            config.require(ReviewKeys.DECISIONS_TOPIC)),
        config.get(ConsoleKeys.LEASE),
        config.get(ConsoleKeys.EXPIRE_AFTER),
        testing);
  }

  /** Address of the page. */
  public String url() {
    return server.url();
  }

  public ReviewQueue queue() {
    return queue.queue();
  }

  @Override
  public void close() {
    server.close();
    queue.close();
    sources.close();
    if (explainer != null) {
      explainer.close();
    }
  }
}

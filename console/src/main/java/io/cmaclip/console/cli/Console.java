package io.cmaclip.console.cli;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.console.queue.QueueSettings;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.console.web.WebServer;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConsoleKeys;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.TopicKeys;
import io.cmaclip.streams.service.ThreadFailures;

/** The review console: the queue and the server of its page. */
public final class Console implements AutoCloseable {
  private final QueueService queue;
  private final WebServer server;

  private Console(QueueService queue, WebServer server) {
    this.queue = queue;
    this.server = server;
  }

  /**
   * Starts the console on topics that exist.
   *
   * @param config with {@code topics.decisions}
   * @param serdes not owned
   * @param port 0 for a free port
   * @param fatal called when stream threads fail too often
   */
  public static Console start(
      ServiceConfig config, EventSerdes serdes, Reviewers reviewers, int port, FatalHandler fatal) {
    QueueService queue =
        QueueService.start(
            settings(config),
            new QueueService.Clients(
                config.kafka(), config.producerProperties(), config.consumerProperties()),
            serdes,
            new ThreadFailures(
                new ServiceSettingsReader(config).threadReplacement(), fatal, System::nanoTime));
    try {
      return new Console(queue, WebServer.start(queue.queue(), reviewers, port));
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  private static QueueSettings settings(ServiceConfig config) {
    return new QueueSettings(
        config.get(ServiceKeys.APPLICATION_ID) + "-console",
        new QueueSettings.Topics(
            config.get(TopicKeys.REVIEW),
            config.get(TopicKeys.ATTRIBUTES),
            config.require(ReviewKeys.DECISIONS_TOPIC)),
        config.get(ConsoleKeys.LEASE),
        config.get(ConsoleKeys.EXPIRE_AFTER));
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
  }
}

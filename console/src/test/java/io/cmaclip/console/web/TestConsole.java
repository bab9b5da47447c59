package io.cmaclip.console.web;

import com.microsoft.playwright.BrowserContext;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.console.queue.QueueService;
import io.cmaclip.console.queue.ReviewQueue;
import io.cmaclip.model.explain.Explainer;
import java.nio.file.Path;
import java.util.List;

/** A console in this process, its broker, and a browser. */
final class TestConsole implements AutoCloseable {
  private final Path reviewers;
  private final Browser browser;
  private final ReviewTopics topics;
  private final QueueService service;
  private WebServer server;

  private TestConsole(Path folder, Testing testing) throws Exception {
    reviewers = folder.resolve("reviewers");
    browser = Browser.start();
    topics = new ReviewTopics();
    service = topics.service(folder.resolve("state"), testing);
  }

  /** Starts browser, broker and queue. Without a browser the test is skipped. */
  static TestConsole start(Path folder) throws Exception {
    return start(folder, Testing.NONE);
  }

  /** The same, with tests of reviewers. */
  static TestConsole start(Path folder, Testing testing) throws Exception {
    return new TestConsole(folder, testing);
  }

  /** Adds a reviewer, before the page is opened; returns the token. */
  String add(String name, Reviewer.Role role) {
    return Reviewers.add(reviewers, new Reviewer(name, role));
  }

  /** Starts the page's server; the explainer may be null. */
  void open(Explainer explainer) {
    server = WebServer.start(topics.backend(service, explainer), Reviewers.read(reviewers), 0);
  }

  /** Sends an item for each title and waits until all are read. */
  void send(List<String> titles) throws Exception {
    topics.send(titles);
    ReviewTopics.awaitWaiting(service, titles.size());
  }

  BrowserContext newContext() {
    return browser.chromium().newContext();
  }

  String url() {
    return server.url();
  }

  ReviewTopics topics() {
    return topics;
  }

  QueueService service() {
    return service;
  }

  ReviewQueue queue() {
    return service.queue();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    service.close();
    topics.close();
    browser.close();
  }
}

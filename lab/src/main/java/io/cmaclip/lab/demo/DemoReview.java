package io.cmaclip.lab.demo;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.console.cli.Console;
import io.cmaclip.console.web.Reviewer;
import io.cmaclip.console.web.Reviewers;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The review console of the demo, on a free port, with one reviewer. */
final class DemoReview implements AutoCloseable {
  private final Console console;
  private final String token;

  private DemoReview(Console console, String token) {
    this.console = console;
    this.token = token;
  }

  static DemoReview start(ServiceConfig config, EventSerdes serdes, FatalHandler fatal)
      throws IOException {
    Path folder = Files.createTempDirectory("cmaclip-reviewers-");
    Path file = folder.resolve("reviewers.txt");
    try {
      String token = Reviewers.add(file, new Reviewer("you", Reviewer.Role.LEAD));
      Path bundle = config.find(ServiceKeys.BUNDLE).orElse(null);
      return new DemoReview(
          Console.start(config, serdes, Reviewers.read(file), 0, bundle, fatal::fatal), token);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Address of the page that signs in. Browsers do not send the part with the token. */
  String url() {
    return console.url() + "#token=" + token;
  }

  int waiting() {
    return console.queue().progress().waiting();
  }

  @Override
  public void close() {
    console.close();
  }
}

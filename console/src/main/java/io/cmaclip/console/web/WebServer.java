package io.cmaclip.console.web;

import io.cmaclip.console.images.ImageFile;
import io.cmaclip.console.images.ImageUnavailableException;
import io.cmaclip.console.queue.ItemFilter;
import io.cmaclip.console.queue.NotReadyException;
import io.cmaclip.console.queue.RefusedException;
import io.cmaclip.model.errors.UserException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.staticfiles.Location;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP server of the console, on loopback. Requests carry the reviewer's token in a header, never
 * in a cookie, so another site cannot send one in the reviewer's name.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final String HOST = "127.0.0.1";
  private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.2";
  private static final String LIT_MODULE = "/lib/lit-html/lit-html.js";
  private static final String BEARER = "Bearer ";
  private static final long LARGEST_BODY = 64 << 10;
  private static final int MISDIRECTED = 421;
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types lit-html");

  private final Handlers handlers;
  private final Reviewers reviewers;
  private final Changes changes;
  private final Javalin server;

  private WebServer(Backend backend, Reviewers reviewers, int port) {
    this.handlers = new Handlers(backend);
    this.reviewers = reviewers;
    this.changes = new Changes(backend.queue());
    this.server = Javalin.create(this::configure);
    try {
      server.start(HOST, port);
    } catch (JavalinBindException e) {
      changes.close();
      throw new UserException("port " + port + " of " + HOST + " is in use", e);
    }
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free port
   * @throws UserException if the port is in use
   */
  public static WebServer start(Backend backend, Reviewers reviewers, int port) {
    return new WebServer(backend, reviewers, port);
  }

  /** Address of the page. */
  public String url() {
    return "http://" + HOST + ":" + server.port() + "/";
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.jsonMapper(new JavalinJackson());
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/";
          files.directory = "/io/cmaclip/console/page";
          files.location = Location.CLASSPATH;
        });
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/lib/lit-html";
          files.directory = LIT;
          files.location = Location.CLASSPATH;
        });
    config.events.serverStopping(changes::close);
    routes(config.routes);
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::protect);
    routes.get("/api/items", this::items);
    routes.post("/api/leases", c -> c.json(handlers.renew(reviewer(c), c.body())));
    routes.post("/api/released", this::release);
    routes.post("/api/decisions", this::decide);
    routes.post("/api/undo", this::undo);
    routes.get("/api/labels", this::labels);
    routes.get("/api/progress", c -> c.json(handlers.progress(reviewer(c))));
    routes.get("/api/lead", c -> c.json(handlers.lead(reviewer(c))));
    routes.get("/api/image", this::image);
    routes.get(
        "/api/explanation",
        c -> c.json(handlers.explanation(reviewer(c), String.valueOf(c.queryParam("item")))));
    routes.exception(ImageUnavailableException.class, (e, c) -> problem(c, 404, e));
    routes.sse("/api/changes", changes::accept);
    routes.exception(RefusedException.class, (e, c) -> problem(c, 409, e));
    routes.exception(NotReadyException.class, (e, c) -> problem(c, 503, e));
    routes.exception(KafkaException.class, this::unavailable);
    routes.exception(IllegalArgumentException.class, (e, c) -> problem(c, 400, e));
  }

  private void protect(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    // Against DNS rebinding.
    Set<String> hosts = Set.of(HOST + ":" + server.port(), "localhost:" + server.port());
    if (!hosts.contains(String.valueOf(context.header("Host")))) {
      context.status(MISDIRECTED).skipRemainingHandlers();
    } else if (context.path().startsWith("/lib/") && !context.path().equals(LIT_MODULE)) {
      // The folder also holds development builds and source maps.
      context.status(404).skipRemainingHandlers();
    } else if (context.path().startsWith("/api/")) {
      context.header("Cache-Control", "no-store");
      reviewer(context);
    }
  }

  private Reviewer reviewer(Context context) {
    String header = String.valueOf(context.header("Authorization"));
    if (!header.startsWith(BEARER)) {
      throw new UnauthorizedResponse("a token is needed");
    }
    return reviewers
        .find(header.substring(BEARER.length()))
        .orElseThrow(() -> new UnauthorizedResponse("the token is not known"));
  }

  private void items(Context context) {
    ItemFilter filter =
        new ItemFilter(
            context.queryParam("task"), context.queryParam("reason"), context.queryParam("label"));
    int count = Integer.parseInt(String.valueOf(context.queryParam("count")));
    context.json(handlers.items(reviewer(context), count, filter));
  }

  private void release(Context context) {
    handlers.release(context.body());
    context.status(204);
  }

  private void decide(Context context) {
    handlers.decide(reviewer(context), context.body());
    context.status(204);
  }

  private void undo(Context context) {
    handlers.undo(reviewer(context)).ifPresentOrElse(context::json, () -> context.status(204));
  }

  private void labels(Context context) {
    context.json(handlers.labels());
  }

  private void image(Context context) throws ImageUnavailableException {
    int index = Integer.parseInt(String.valueOf(context.queryParam("index")));
    ImageFile image = handlers.image(String.valueOf(context.queryParam("item")), index);
    context.contentType(image.type()).result(image.bytes());
  }

  private void unavailable(KafkaException problem, Context context) {
    LOG.warn("a request failed", problem);
    context.status(503).json(Map.of("message", "Kafka does not answer."));
  }

  private static void problem(Context context, int status, Exception problem) {
    context.status(status).json(Map.of("message", String.valueOf(problem.getMessage())));
  }

  @Override
  public void close() {
    server.stop();
  }
}

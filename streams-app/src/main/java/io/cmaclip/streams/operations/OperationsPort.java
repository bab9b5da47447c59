package io.cmaclip.streams.operations;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.http.BoundedHttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the port of {@code operations.port} at {@code operations.host}. */
public final class OperationsPort {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsPort.class);
  private static final int THREADS = 16;

  private OperationsPort() {}

  /**
   * Opens the port and logs its address.
   *
   * @param settings that turn it on
   * @param usualPort port if the settings name none; a free port if it is in use
   * @throws UserException when the port cannot be opened
   */
  public static BoundedHttpServer open(OperationsSettings settings, int usualPort, Pages pages) {
    InetAddress host = address(settings.host());
    if (!host.isLoopbackAddress()) {
      LOG.warn(
          "operations.host = {}: everyone who reaches this address can read {}",
          settings.host(),
          String.join(", ", pages.paths()));
    }
    int wanted = settings.port().orElse(usualPort);
    BoundedHttpServer server;
    try {
      server = start(host, wanted, pages);
    } catch (BindException taken) {
      if (settings.port().isPresent()) {
        throw refused(settings.host(), wanted, taken);
      }
      server = startAnywhere(settings.host(), host, pages);
      LOG.info("Port {} is in use; using a free port. Set operations.port to choose one.", wanted);
    } catch (IOException e) {
      throw refused(settings.host(), wanted, e);
    }
    LOG.info(
        "Operations port: http://{}:{}{}",
        host.getHostAddress(),
        server.port(),
        String.join(", ", pages.paths()));
    return server;
  }

  private static BoundedHttpServer startAnywhere(String name, InetAddress host, Pages pages) {
    try {
      return start(host, 0, pages);
    } catch (IOException e) {
      throw refused(name, 0, e);
    }
  }

  private static BoundedHttpServer start(InetAddress host, int port, Pages pages)
      throws IOException {
    return BoundedHttpServer.start(new InetSocketAddress(host, port), "operations", THREADS, pages);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("operations.host = " + host + ": must be a host name or an address");
    }
  }

  private static UserException refused(String host, int port, IOException why) {
    return new UsageException(
        "operations.port = %d at operations.host = %s: %s; must be a free port, 0 for any free port, or off"
            .formatted(port, host, why.getMessage()));
  }
}

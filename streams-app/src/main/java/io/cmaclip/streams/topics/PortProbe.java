package io.cmaclip.streams.topics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.utils.Utils;

/** Checks whether the port of a broker that does not answer is open and uses TLS. */
final class PortProbe {
  enum Finding {
    NOTHING,
    TLS,
    NO_TLS
  }

  private static final int PATIENCE_MS = (int) Duration.ofSeconds(2).toMillis();

  private PortProbe() {}

  /**
   * Probes each address until one has an open port.
   *
   * @param servers host:port, separated by commas
   */
  static Finding probe(String servers) {
    for (String server : servers.split(",")) {
      Finding finding = probeOne(server.strip());
      if (finding != Finding.NOTHING) {
        return finding;
      }
    }
    return Finding.NOTHING;
  }

  /**
   * Whether every address is well-formed and no host name resolves.
   *
   * @param servers host:port, separated by commas
   */
  static boolean hasOnlyUnknownHosts(String servers) {
    for (String server : servers.split(",")) {
      String host = Utils.getHost(server.strip());
      if (host == null
          || Utils.getPort(server.strip()) == null
          || !new InetSocketAddress(host, 1).isUnresolved()) {
        return false;
      }
    }
    return true;
  }

  private static Finding probeOne(String server) {
    String host = Utils.getHost(server);
    Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      return Finding.NOTHING;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
      return speaksTls(socket, host, port) ? Finding.TLS : Finding.NO_TLS;
    } catch (IOException e) {
      return Finding.NOTHING;
    }
  }

  /** A server that sends a certificate, trusted or not, or a fatal alert, uses TLS. */
  private static boolean speaksTls(Socket socket, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, true)) {
      tls.setSoTimeout(PATIENCE_MS);
      tls.startHandshake();
      return true;
    } catch (SSLException e) {
      return isAboutCertificate(e) || e.getMessage().startsWith("Received fatal alert");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAboutCertificate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }
}

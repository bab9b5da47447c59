package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Connects to a cluster, or explains in one line why it cannot. */
public final class ClusterDoor {
  /** Time after which a cluster that does not answer counts as unreachable. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private ClusterDoor() {}

  /**
   * An admin client whose cluster has answered.
   *
   * @param properties Kafka client settings, including {@code bootstrap.servers}
   * @throws ClusterUnavailableException if no broker answers within {@link #PATIENCE}
   * @throws UserException if a setting is invalid, or a broker refuses the connection
   */
  public static Admin open(Map<String, Object> properties) {
    Object bootstrap = properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    Admin admin;
    try {
      admin = Admin.create(new HashMap<>(properties));
    } catch (KafkaException e) {
      String message = "kafka.bootstrap.servers = " + bootstrap + ": " + reasons(e);
      // The name of a container or of a Kubernetes service is unknown until it has started.
      throw PortProbe.hasOnlyUnknownHosts(bootstrap.toString())
          ? new ClusterUnavailableException(message, e)
          : new UserException(message, e);
    }
    try {
      await(
          admin
              .describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
              .clusterId());
      return admin;
    } catch (ExecutionException e) {
      admin.close(Duration.ZERO);
      String prefix = "kafka.bootstrap.servers = " + bootstrap + ": ";
      throw e.getCause() instanceof TimeoutException
          ? whySilent(prefix, bootstrap.toString(), properties)
          : new UserException(prefix + reasons(e.getCause()), e);
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /** Waits for the result. An interrupt ends the wait and stays set. */
  static <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted", e);
    }
  }

  /** A client with the wrong security protocol gets no answer, as from a stopped broker. */
  private static UserException whySilent(
      String prefix, String bootstrap, Map<String, Object> properties) {
    String protocol =
        properties
            .getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")
            .toString()
            .toUpperCase(Locale.ROOT);
    boolean tls = protocol.endsWith("SSL");
    String silence = prefix + "no broker answered within " + PATIENCE.toSeconds() + " s";
    String setting = "; kafka.security.protocol = " + protocol;
    return switch (PortProbe.probe(bootstrap)) {
      case NOTHING -> new ClusterUnavailableException(silence);
      case TLS ->
          tls
              ? new ClusterUnavailableException(silence + ", although the port uses TLS" + setting)
              : new UserException(
                  prefix + "the port uses TLS" + setting + ": must be SSL or SASL_SSL");
      case NO_TLS ->
          tls
              ? new UserException(
                  prefix
                      + "the port does not use TLS"
                      + setting
                      + ": must be PLAINTEXT or SASL_PLAINTEXT")
              : new ClusterUnavailableException(silence + ", although the port is open" + setting);
    };
  }

  /**
   * Messages of the causes, as in "Failed to load SSL keystore FILE: Invalid keystore format".
   * Skips Kafka's wrapper exceptions, which have no message of their own.
   */
  private static String reasons(Throwable failure) {
    Set<String> reasons = new LinkedHashSet<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      boolean wraps = cause.getCause() instanceof KafkaException;
      if (message != null && !wraps && !message.startsWith("org.apache.kafka.")) {
        reasons.add(message);
      }
    }
    return reasons.isEmpty() ? failure.toString() : String.join(": ", reasons);
  }
}

package io.cmaclip.streams.topics;

import io.cmaclip.cli.UserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Opens the way to a cluster, or says in one line why there is none. */
public final class ClusterDoor {
  /** How long a cluster may take to answer before it counts as unreachable. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private ClusterDoor() {}

  /**
   * An admin client of a cluster that has answered.
   *
   * @param properties Kafka client settings, {@code bootstrap.servers} among them
   * @throws UserError when the address is none, or nothing answers within {@link #PATIENCE}
   */
  public static Admin open(Map<String, Object> properties) {
    Object bootstrap = properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    Admin admin;
    try {
      admin = Admin.create(new HashMap<>(properties));
    } catch (KafkaException e) {
      throw new UserError("kafka.bootstrap.servers = " + bootstrap + ": " + reasons(e), e);
    }
    try {
      await(
          admin
              .describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
              .clusterId());
      return admin;
    } catch (ExecutionException e) {
      admin.close(Duration.ZERO);
      throw e.getCause() instanceof TimeoutException
          ? new UserError(
              "kafka.bootstrap.servers = "
                  + bootstrap
                  + ": no broker answered within "
                  + PATIENCE.toSeconds()
                  + " s",
              e)
          : new UserError(
              "kafka.bootstrap.servers = " + bootstrap + ": " + e.getCause().getMessage(), e);
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /** The result; an interrupt ends the wait and stays set. */
  static <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted", e);
    }
  }

  /** What failed and why, as in "Failed to load SSL keystore FILE: Invalid keystore format". */
  private static String reasons(KafkaException failure) {
    Set<String> reasons = new LinkedHashSet<>();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().startsWith("org.apache.kafka.")) {
        reasons.add(cause.getMessage());
      }
    }
    return reasons.isEmpty() ? failure.getMessage() : String.join(": ", reasons);
  }
}

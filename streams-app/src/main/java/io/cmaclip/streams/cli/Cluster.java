package io.cmaclip.streams.cli;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.topics.ClusterDoor;
import org.apache.kafka.clients.admin.Admin;

/** Opens the way to the Kafka cluster, or says in one line why there is none. */
final class Cluster {
  private Cluster() {}

  /**
   * An admin client of a cluster that has answered.
   *
   * @throws UserException when none is named, or nothing answers
   */
  static Admin open(ServiceConfig config) {
    config.bootstrap();
    return KafkaLogs.withoutConnectionWarnings(() -> ClusterDoor.open(config.clientProperties()));
  }
}

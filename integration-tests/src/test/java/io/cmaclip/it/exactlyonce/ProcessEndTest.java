package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that cannot work exits. */
@Timeout(240)
class ProcessEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void exitsWithStatusOneWhenAPredictorThreadDies() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        JavaProcess dying =
            ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2, "512m", Fault.PREDICTOR_DIES)) {
      dying.awaitReady();
      listings.send(0, 100);
      assertThat(dying.awaitEnd(TIMEOUT)).isEqualTo(1);
      try (JavaProcess next = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
        next.awaitReady();
        assertThat(answers.awaitAnswered(100, Answers.PATIENCE)).isTrue();
        answers.awaitQuiet();
        assertThat(answers.duplicated()).isZero();
      }
    }
  }

  @Test
  @Tag("slow")
  void exitsWithStatusOneWhenStreamThreadsKeepFailing() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        JavaProcess service = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
      service.awaitReady();
      setMaxMessageBytes(cluster, "100");
      listings.send(0, 100);
      assertThat(service.awaitEnd(TIMEOUT)).isEqualTo(1);
      setMaxMessageBytes(cluster, "1048588");
      try (JavaProcess next = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
        next.awaitReady();
        assertThat(answers.awaitAnswered(100, Answers.PATIENCE)).isTrue();
        answers.awaitQuiet();
        assertThat(answers.duplicated()).isZero();
      }
    }
  }

  /** Makes answers too large for the topic after the service has started. */
  private static void setMaxMessageBytes(TestCluster cluster, String bytes) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, TopicNames.DEFAULT.attributes()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }
}

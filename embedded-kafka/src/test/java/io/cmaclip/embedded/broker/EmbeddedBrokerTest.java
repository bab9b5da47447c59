package io.cmaclip.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.CommittedTopic;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @Test
  void recordsSurviveARestartOnTheSameFolder(@TempDir Path folder) throws Exception {
    int port;
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.temporary().withFolder(folder))) {
      port = broker.port();
      createTopic(broker, "kept");
      produceInTransaction(broker, "kept", "before");
    }
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.temporary().withFolder(folder).withPort(port))) {
      assertThat(broker.bootstrap()).isEqualTo("127.0.0.1:" + port);
      produceInTransaction(broker, "kept", "after");
      assertThat(read(broker, "kept", 2)).containsExactly("before", "after");
    }
  }

  @Test
  void deletesATemporaryFolderOnClose() {
    Path folder;
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
      folder = broker.folder();
      assertThat(folder).exists();
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void rejectsAPortInUseInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> EmbeddedBroker.start(BrokerSettings.temporary().withPort(taken.getLocalPort())))
          .isInstanceOf(BrokerStartException.class)
          .hasMessage("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void rejectsAFolderInUseWithoutDamage(@TempDir Path folder) throws Exception {
    BrokerSettings settings = BrokerSettings.temporary().withFolder(folder);
    try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(settings))
          .isInstanceOf(BrokerStartException.class)
          .hasMessage(
              "the embedded broker did not start in %s: another broker uses the folder"
                  .formatted(folder));
      createTopic(broker, "still-served");
      produceInTransaction(broker, "still-served", "value");
      assertThat(read(broker, "still-served", 1)).containsExactly("value");
    }
  }

  @Test
  void limitsTheMessageSize() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.temporary().withMaxMessageBytes(20_000))) {
      createTopic(broker, "small");
      assertThatThrownBy(() -> produceInTransaction(broker, "small", "x".repeat(30_000)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RecordTooLargeException.class);
      produceInTransaction(broker, "small", "x".repeat(10_000));
      assertThat(read(broker, "small", 1)).hasSize(1);
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
      for (InetAddress other : others) {
        try (Socket socket = new Socket()) {
          assertThatThrownBy(
                  () -> socket.connect(new InetSocketAddress(other, broker.port()), 1_000))
              .isInstanceOf(java.io.IOException.class);
        }
      }
    }
  }

  private static void createTopic(EmbeddedBroker broker, String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  private static void produceInTransaction(EmbeddedBroker broker, String topic, String value)
      throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", "test");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8))).get();
      producer.commitTransaction();
    }
  }

  private static List<String> read(EmbeddedBroker broker, String topic, int count) {
    return CommittedTopic.read(
            Map.of("bootstrap.servers", broker.bootstrap()), topic, count, Duration.ofSeconds(20))
        .stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }
}

package io.cmaclip.it.commands;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.fixtures.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** A broker and a registry with TLS and passwords, and the client settings for them. */
final class SecuredCluster implements AutoCloseable {
  static final String KAFKA_PASSWORD = "hunter2-of-kafka";
  static final String REGISTRY_PASSWORD = "hunter2-of-registry";

  private static final String USER = "cmaclip";
  private static final String ADMIN = "admin";
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

  private final Path folder;
  private final EmbeddedBroker broker;
  private final GuardedRegistry registry;
  private final TestCertificate certificate;

  SecuredCluster(Path folder) throws Exception {
    this.folder = folder;
    certificate = TestCertificate.make(folder, "cluster", "ip:127.0.0.1");
    registry = new GuardedRegistry(certificate.context(), USER, REGISTRY_PASSWORD);
    broker =
        EmbeddedBroker.start(
            BrokerSettings.temporary()
                .with("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT")
                .with("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512")
                .with("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .with(
                    "listener.name.clients.plain.sasl.jaas.config",
                    login(PLAIN, ADMIN, KAFKA_PASSWORD).replace(";", "")
                        + " user_%s=\"%s\";".formatted(ADMIN, KAFKA_PASSWORD))
                .with("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM + " required;")
                .with("ssl.keystore.type", "PKCS12")
                .with("ssl.keystore.location", certificate.store().toString())
                .with("ssl.keystore.password", TestCertificate.PASSWORD)
                .with("ssl.truststore.type", "PEM")
                .with("ssl.truststore.location", certificate.pem().toString()));
    Map<String, Object> properties = clientProperties();
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", login(PLAIN, ADMIN, KAFKA_PASSWORD));
    try (Admin admin = Admin.create(properties)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      USER,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      KAFKA_PASSWORD)))
          .all()
          .get();
    }
  }

  /** Properties of a Kafka client of the cluster. */
  Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", broker.bootstrap());
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "SCRAM-SHA-512");
    properties.put("sasl.jaas.config", login(SCRAM, USER, KAFKA_PASSWORD));
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificate.pem().toString());
    return properties;
  }

  /** Settings of the service; each password is in a separate file. */
  Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", broker.bootstrap());
    settings.put("kafka.security.protocol", "SASL_SSL");
    settings.put("kafka.sasl.mechanism", "SCRAM-SHA-512");
    settings.put("kafka.sasl.jaas.config.file", kafkaPassword(KAFKA_PASSWORD));
    settings.put("kafka.ssl.truststore.type", "PEM");
    settings.put("kafka.ssl.truststore.location", certificate.pem().toString());
    settings.put("schema.registry.url", "https://" + registry.address());
    settings.put("basic.auth.credentials.source", "USER_INFO");
    settings.put("basic.auth.user.info.file", registryPassword(REGISTRY_PASSWORD));
    settings.put("schema.registry.ssl.truststore.type", "PEM");
    settings.put("schema.registry.ssl.truststore.location", certificate.pem().toString());
    return settings;
  }

  /** Writes a file with this broker password and returns its path. */
  String kafkaPassword(String password) throws IOException {
    return file("kafka-" + password, login(SCRAM, USER, password) + "\n");
  }

  /** Writes a file with this registry password and returns its path. */
  String registryPassword(String password) throws IOException {
    return file("registry-" + password, USER + ":" + password + "\n");
  }

  /** {@code host:port} of the registry, which accepts TLS only. */
  String registryAddress() {
    return registry.address();
  }

  private String file(String name, String text) throws IOException {
    // Tests search the output for the password, so the file name must not contain it.
    return Files.writeString(folder.resolve(Integer.toHexString(name.hashCode())), text).toString();
  }

  private static String login(String module, String user, String password) {
    return "%s required username=\"%s\" password=\"%s\";".formatted(module, user, password);
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
  }
}

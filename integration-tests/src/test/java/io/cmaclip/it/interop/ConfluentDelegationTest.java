package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.SchemaRejectedException;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With serde.class, Confluent's classes encode and decode; their errors map to those of the
 * project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Confluent's classes take seconds to load.
class ConfluentDelegationTest {
  private static final String TOPIC = "listings";

  private ConfluentClasses confluent;
  private EmbeddedRegistry registry;

  @BeforeAll
  void load() throws IOException {
    confluent = ConfluentClasses.open();
  }

  @AfterAll
  void unload() throws IOException {
    if (confluent != null) {
      confluent.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {ConfluentClasses.SERIALIZER, ConfluentClasses.DESERIALIZER})
  void eventsOfConfluentsClassesEqualThoseOfTheProjectsSerdes(String named) {
    Serde<ProductListing> theirs = serde(Map.of("serde.class", named));
    Serde<ProductListing> ours = serde(Map.of());
    byte[] bytes = theirs.serializer().serialize(TOPIC, Events.listing());
    assertThat(bytes).isEqualTo(ours.serializer().serialize(TOPIC, Events.listing()));
    assertThat(theirs.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Events.listing());
    assertThat(ours.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Events.listing());
    assertThat(theirs.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
  }

  @Test
  void bytesThatAreNoRecordAreUndecodable() {
    Serde<ProductListing> serde = delegating(Map.of());
    byte[] bytes = serde.serializer().serialize(TOPIC, Events.listing());
    for (byte[] bad :
        new byte[][] {{}, {1, 2, 3}, {0, 0, 0, 0, 1}, Arrays.copyOf(bytes, bytes.length - 1)}) {
      assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, bad))
          .isInstanceOf(UndecodableRecordException.class);
    }
  }

  @Test
  void anUnknownSchemaIdIsARegistryError() {
    assertThatThrownBy(
            () ->
                delegating(Map.of())
                    .deserializer()
                    .deserialize(TOPIC, new byte[] {0, 0, 0, 3, 9, 0}))
        .isInstanceOf(UndecodableRecordException.class)
        .hasCauseInstanceOf(RegistryRefusalException.class);
  }

  @Test
  void anotherKindOfRecordIsUndecodable() {
    byte[] decision;
    try (EventSerdes serdes = serdes(Map.of())) {
      decision =
          serdes
              .serde(io.cmaclip.events.ReviewDecision.class)
              .serializer()
              .serialize(TOPIC, Events.decision());
    }
    assertThatThrownBy(() -> delegating(Map.of()).deserializer().deserialize(TOPIC, decision))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("ReviewDecision");
  }

  @Test
  void anUnreachableRegistryIsRetriable() {
    byte[] bytes = delegating(Map.of()).serializer().serialize(TOPIC, Events.listing());
    registry.close();
    Serde<ProductListing> later = delegating(Map.of("max.retries", 0));
    assertThatThrownBy(() -> later.deserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> later.serializer().serialize(TOPIC, Events.listing()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void registryCheckUsesConfluentsClasses() {
    Map<String, Object> config =
        Map.of("serde.class", ConfluentClasses.SERIALIZER, "max.retries", 0);
    try (EventSerdes serdes = serdes(config)) {
      serdes.verifyReachable();
      registry.close();
    }
    try (EventSerdes serdes = serdes(config)) {
      assertThatThrownBy(serdes::verifyReachable).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void passesUnknownSettingsToConfluentsClasses() {
    String strategy = "io.confluent.kafka.serializers.context.strategy.ContextNameStrategy";
    assertThatThrownBy(
            () ->
                delegating(Map.of("value.subject.name.strategy", strategy))
                    .serializer()
                    .serialize(TOPIC, Events.listing()))
        .as("error of Confluent's classes")
        .hasMessageNotContaining("must be one of TopicNameStrategy");
  }

  @Test
  void anUnregisteredSchemaIsRejected() {
    assertThatThrownBy(
            () ->
                delegating(Map.of("auto.register.schemas", false))
                    .serializer()
                    .serialize(TOPIC, Events.listing()))
        .isInstanceOf(SchemaRejectedException.class);
  }

  @Test
  void namesAMissingClassAndTheProfileThatAddsIt() {
    Thread.currentThread().setContextClassLoader(EventSerdes.class.getClassLoader());
    try {
      assertThatThrownBy(() -> delegating(Map.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(ConfluentClasses.SERIALIZER)
          .hasMessageContaining("-Pconfluent");
    } finally {
      Thread.currentThread().setContextClassLoader(confluent.loader());
    }
  }

  private Serde<ProductListing> delegating(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("serde.class", ConfluentClasses.SERIALIZER);
    return serde(config);
  }

  private Serde<ProductListing> serde(Map<String, Object> more) {
    return serdes(more).serde(ProductListing.class);
  }

  private EventSerdes serdes(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", registry.url());
    config.putAll(more);
    return EventSerdes.create(config);
  }
}

package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class ForwardingClientTest {
  /** A client interface of a later Kafka version. */
  interface Later {
    String known(int number);

    default String added() {
      return "added";
    }

    default void commitEverything() {}

    void fails();
  }

  private static final class Delegate implements Later {
    @Override
    public String known(int number) {
      return "delegate " + number;
    }

    @Override
    public void fails() {
      throw new IllegalStateException("delegate");
    }
  }

  private static final class Overrides {
    @SuppressWarnings("UnusedMethod") // found by its name
    String known(int number) {
      return "override " + number;
    }
  }

  private final Later client =
      ForwardingClient.of(
          Later.class,
          new Delegate(),
          new Overrides(),
          method -> method.getName().startsWith("commit"),
          "it would skip records");

  @Test
  void methodsAreOverriddenForwardedOrRefused() {
    assertThat(client.known(1)).isEqualTo("override 1");
    assertThat(client.added()).isEqualTo("added");
    assertThatThrownBy(client::commitEverything)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("it would skip records");
  }

  @Test
  void doesNotWrapExceptionsOfTheDelegate() {
    assertThatThrownBy(client::fails)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("delegate");
  }

  /** A renamed method, or one with other parameters, would otherwise silently override nothing. */
  @Test
  void everyOverrideMatchesAMethodOfKafka() {
    assertThat(overridesWithoutCounterpart(OffsetHoldingConsumer.class, Consumer.class)).isEmpty();
    assertThat(overridesWithoutCounterpart(OffsetHoldingProducer.class, Producer.class)).isEmpty();
  }

  @Test
  void proxiesHaveIdentityEquality() {
    Consumer<byte[], byte[]> consumer =
        OffsetHoldingConsumer.around(new MockConsumer<>("earliest"), new InFlightPartitions());
    Producer<byte[], byte[]> producer =
        OffsetHoldingProducer.around(new MockProducer<>(), new InFlightPartitions());
    assertThat(List.of(consumer, producer).indexOf(producer)).isEqualTo(1);
    assertThat(Set.of(consumer, producer)).contains(consumer);
    assertThat(consumer.toString()).contains("MockConsumer");
  }

  private static List<String> overridesWithoutCounterpart(Class<?> overrides, Class<?> client) {
    return Arrays.stream(overrides.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && !method.getName().equals("around"))
        .filter(
            method ->
                Arrays.stream(client.getMethods())
                    .noneMatch(
                        known ->
                            known.getName().equals(method.getName())
                                && Arrays.equals(
                                    known.getParameterTypes(), method.getParameterTypes())))
        .map(method -> method.getName())
        .toList();
  }
}

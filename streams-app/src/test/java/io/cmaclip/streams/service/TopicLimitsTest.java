package io.cmaclip.streams.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.topics.RecordLimits;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicLimitsTest {
  private static final ConfigResource TOPIC =
      new ConfigResource(ConfigResource.Type.TOPIC, "attributes");

  @Test
  void theLimitIsThatOfTheTopic() {
    Config config = new Config(List.of(new ConfigEntry("max.message.bytes", "123456")));
    assertThat(TopicLimits.limit(admin(KafkaFuture.completedFuture(config)), "attributes"))
        .isEqualTo(123_456);
  }

  @Test
  void aTemporaryFailureIsNotTakenForASmallLimit() {
    assertThatThrownBy(
            () -> TopicLimits.limit(admin(failed(new TimeoutException("no broker"))), "attributes"))
        .isInstanceOf(UserException.class)
        .hasMessage("topic attributes: max.message.bytes cannot be read: no broker");
  }

  @Test
  void withoutAccessToTheConfigurationKafkasDefaultIsAssumed() {
    assertThat(
            TopicLimits.limit(
                admin(failed(new TopicAuthorizationException("attributes"))), "attributes"))
        .isEqualTo(RecordLimits.DEFAULT.attributes());
  }

  private static KafkaFuture<Config> failed(RuntimeException failure) {
    KafkaFutureImpl<Config> future = new KafkaFutureImpl<>();
    future.completeExceptionally(failure);
    return future;
  }

  /** An admin client with this answer to {@code describeConfigs}. */
  private static Admin admin(KafkaFuture<Config> answer) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("describeConfigs");
              return new Described(answer);
            });
  }

  private static final class Described extends DescribeConfigsResult {
    Described(KafkaFuture<Config> answer) {
      super(Map.of(TOPIC, answer));
    }
  }
}

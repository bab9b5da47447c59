package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.images.BreakerSettings;
import io.cmaclip.streams.images.Cidr;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageKeysTest {
  @Test
  void everyKeyReachesItsSetting() {
    ImageSettings settings =
        read(
            "image.unavailable=wait",
            "image.longest-wait=2 h",
            "image.fetch.enabled=false",
            "image.fetch.time-limit=1500 ms",
            "image.fetch.retries=3",
            "image.fetch.max-bytes=1 MB",
            "image.fetch.max-buffered-bytes=9 MB",
            "image.fetch.concurrency-per-host=5",
            "image.fetch.concurrency=6",
            "image.fetch.max-hosts=7",
            "image.fetch.allowed-cidrs=10.0.0.0/8, fd00::/8",
            "image.fetch.allowed-ports=80, 443,8080",
            "image.fetch.named-hosts=CDN.example,10.0.0.7",
            "image.fetch.breaker.window=20",
            "image.fetch.breaker.minimum-calls=4",
            "image.fetch.breaker.failure-rate=60",
            "image.fetch.breaker.slow-call=2 s",
            "image.fetch.breaker.open-for=3 s",
            "image.fetch.breaker.longest-open-for=4 min",
            "image.cache.max-bytes=0",
            "image.fetch.user-agent=my-shop/1.0");
    assertThat(settings)
        .isEqualTo(
            new ImageSettings(
                false,
                WhenUnavailable.WAIT,
                Duration.ofHours(2),
                new FetchSettings(
                    Duration.ofMillis(1500),
                    3,
                    1 << 20,
                    9 << 20,
                    5,
                    6,
                    7,
                    List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")),
                    Set.of(80, 443, 8080),
                    Set.of("cdn.example", "10.0.0.7"),
                    0,
                    new BreakerSettings(
                        20,
                        4,
                        60,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(4))),
                "my-shop/1.0"));
    assertThat(settings.fetch().breaker().failuresToOpen()).isEqualTo(12);
  }

  @Test
  void theDefaultsDelayAPartitionByAtMostTheDocumentedTime() {
    assertThat(read()).isEqualTo(ImageSettings.DEFAULT);
    assertThat(FetchSettings.DEFAULT.longestDelayByOneHost()).isEqualTo(Duration.ofSeconds(25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image.unavailable=drop | one of degrade, wait",
        "image.fetch.time-limit=5 | between 10 ms and 1 min",
        "image.fetch.time-limit=2 min | between 10 ms and 1 min",
        "image.fetch.max-bytes=1 GB | between 1 KB and 64 MB",
        "image.decode=quick | one of exact, fast",
        "image.max-pixels=1000 | between 1000000 and 900000000",
        "image.fetch.allowed-cidrs=10.0.0.1/8 | ranges such as 10.0.0.0/8",
        "image.fetch.allowed-cidrs=shop.example | ranges such as 10.0.0.0/8",
        "image.fetch.allowed-ports=0 | ports between 1 and 65535",
        "image.fetch.allowed-ports= | ports between 1 and 65535",
        "image.fetch.breaker.minimum-calls=11 | at most image.fetch.breaker.window = 10",
        "image.fetch.max-buffered-bytes=4 MB | at most image.fetch.max-buffered-bytes = 4 MB",
        "image.fetch.breaker.open-for=10 min | at most image.fetch.breaker.longest-open-for = 5 min"
      })
  void refusesAValueWithTheAllowedOnes(String setting, String allowed) {
    assertThatThrownBy(() -> read(setting))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(allowed);
  }

  @Test
  void refusesWaitingWithTheStreamsProtocol() {
    assertThatThrownBy(() -> read("image.unavailable=wait", "kafka.group.protocol=streams"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("image.unavailable = wait");
  }

  private static ImageSettings read(String... settings) {
    Map<String, String> values = new TreeMap<>(Map.of("kafka.bootstrap.servers", "h:1"));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new ServiceSettingsReader(ServiceConfig.of(List.of(ConfigSource.flags(values))))
        .service()
        .images();
  }
}

package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.DecodeMode;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.streams.models.ImageDecoding;
import io.cmaclip.streams.quarantine.QuarantineSettings;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.service.StreamsSettings;
import io.cmaclip.streams.service.ThreadReplacement;
import io.cmaclip.streams.topics.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceSettingsReaderTest {
  @Test
  void usesTheDefaultsOfEveryPart() {
    ServiceSettingsReader reader = reader("kafka.bootstrap.servers=h:1");
    assertThat(reader.service().quarantine()).isEqualTo(QuarantineSettings.DEFAULT);
    assertThat(reader("kafka.bootstrap.servers=h:1", "suspects.kills=0").service())
        .isEqualTo(
            ServiceSettings.of(
                new StreamsSettings(
                    "h:1",
                    "cma-clip",
                    Guarantee.EXACTLY_ONCE_V2,
                    2,
                    ThreadReplacement.DEFAULT,
                    Map.of())));
    assertThat(reader.topics()).isEqualTo(TopicSettings.DEFAULT);
  }

  @Test
  void imagesAreDecodedAsTheBundleWasTrainedUnlessTheKeyIsSet() {
    assertThat(reader("kafka.bootstrap.servers=h:1").model().images())
        .isEqualTo(new ImageDecoding(210_000_000, Optional.empty()));
    assertThat(reader("kafka.bootstrap.servers=h:1", "image.decode=fast").model().images().mode())
        .contains(DecodeMode.FAST);
  }

  @Test
  void refusesTwoNumberFormatsAtOnce() {
    assertThat(reader("kafka.bootstrap.servers=h:1", "half-precision=true").model().precision())
        .isEqualTo(Precision.FLOAT16);
    assertThat(reader("kafka.bootstrap.servers=h:1", "precision=int8").model().precision())
        .isEqualTo(Precision.INT8);
    ServiceSettingsReader both =
        reader("kafka.bootstrap.servers=h:1", "half-precision=true", "precision=int8");
    assertThatThrownBy(both::model)
        .isInstanceOf(UserException.class)
        .hasMessage("precision = int8: must be float32, because half-precision = true");
    assertThatThrownBy(() -> reader("kafka.bootstrap.servers=h:1", "precision=int4").model())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("precision = int4")
        .hasMessageContaining("float32, bfloat16, int8 or auto");
  }

  @Test
  void passesEveryKeyToItsPart() {
    ServiceSettings settings =
        reader(
                "kafka.bootstrap.servers=h:1",
                "kafka.consumer.session.timeout.ms=6000",
                "suspects.kills=7",
                "suspects.watch=5 s",
                "application.id=other",
                "guarantee=at_least_once",
                "threads=3",
                "failures.max-replacements=1",
                "failures.window=1 min",
                "batch.max-size=7",
                "batch.max-delay=20 ms",
                "in-flight.max-bytes=8 MB",
                "in-flight.max-listings=9",
                "predictor.first-retry=1 s",
                "predictor.longest-retry=2 s",
                "predictor.stall-unready=3 s",
                "predictor.stall-exit=4 s",
                "preprocess.threads=5",
                "review.max-inline-image=6 KB",
                "topics.attributes=a",
                "topics.review=r",
                "topics.dead-letter=d",
                "topics.suspects=s",
                "topics.listings=l")
            .service();
    assertThat(settings.streams())
        .isEqualTo(
            new StreamsSettings(
                "h:1",
                "other",
                Guarantee.AT_LEAST_ONCE,
                3,
                new ThreadReplacement(1, Duration.ofMinutes(1)),
                Map.of("consumer.session.timeout.ms", "6000")));
    assertThat(settings.batching().maxSize()).isEqualTo(7);
    assertThat(settings.batching().maxDelay()).isEqualTo(Duration.ofMillis(20));
    assertThat(settings.inFlight().maxBytes()).isEqualTo(8 << 20);
    assertThat(settings.inFlight().maxPerPartition()).isEqualTo(9);
    assertThat(settings.supervision().firstBackOff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.supervision().longestBackOff()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.supervision().stallUnready()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.supervision().stallExit()).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.quarantine()).isEqualTo(new QuarantineSettings(7, Duration.ofSeconds(5)));
    assertThat(settings.topics().quarantine()).isEqualTo("s");
    assertThat(settings.preparationThreads()).isEqualTo(5);
    assertThat(settings.maxInlineImageBytes()).isEqualTo(6144);
    assertThat(settings.topics().outputs()).containsExactly("a", "r", "d");
    assertThat(settings.topics().listings()).isEqualTo("l");
  }

  @Test
  void checksRelatedKeysTogether() {
    assertThatThrownBy(() -> reader("predictor.stall-exit=10 s"))
        .isInstanceOf(UserException.class)
        .hasMessage("predictor.stall-unready = 30 s: must be at most predictor.stall-exit = 10 s");
    assertThatThrownBy(() -> reader("topics.replication=0"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("topics.replication = 0: must be");
  }

  private static ServiceSettingsReader reader(String... assignments) {
    return new ServiceSettingsReader(
        ServiceConfig.of(List.of(ConfigSource.assignments(List.of(assignments)))));
  }
}

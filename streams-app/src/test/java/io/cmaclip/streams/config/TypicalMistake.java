package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A common mistake, for the reference page.
 *
 * @param given {@code --set KEY=VALUE}, {@code --config FILE}, or {@code CMACLIP_...=VALUE}
 */
record TypicalMistake(String given) {
  static final List<TypicalMistake> ALL =
      Stream.of(
              "--set batch.maxsize=8",
              "--set batch.max-size=0",
              "--set batch.max-delay=10",
              "--set in-flight.max-bytes=1 KB",
              "--set review.accept-threshold=90",
              "--set guarantee=exactly_once",
              "--set topics.review=listings",
              "--set predictor.stall-exit=10 s",
              "--set threads:2",
              "--set basic.auth.user.info.file=no-such-file",
              "--set kafka.consumer.sesion.timeout.ms=6000",
              "--set kafka.consumer.session.timeout.ms=soon",
              "--set kafka.consumer.enable.auto.commit=true",
              "--set kafka.producer.acks=1",
              "--set kafka.sasl.jaas.config=hunter2",
              "CMACLIP_BATCH_MAXSIZE=8",
              "CMACLIP_THREADS=many",
              "--config no-such.properties")
          .map(TypicalMistake::new)
          .toList();

  /** The service's error message. */
  String message() {
    try {
      ServiceConfig.of(List.of(source()));
    } catch (UserException e) {
      return e.getMessage();
    }
    throw new IllegalStateException(given + " is no mistake");
  }

  private ConfigSource source() {
    if (given.startsWith("--set ")) {
      return ConfigSource.assignments(List.of(given.substring("--set ".length())));
    }
    if (given.startsWith("--config ")) {
      return ConfigSource.file(Path.of(given.substring("--config ".length())));
    }
    String[] variable = given.split("=", 2);
    return ConfigSource.environment(Map.of(variable[0], variable[1]));
  }
}

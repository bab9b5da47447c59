package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.demo.TopicAnswers;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.streams.cli.ClusterOptions;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.KafkaLogs;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.RegistryKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip answers}. */
@Command(
    name = "answers",
    description = {
      "Prints the answers and dead letters of a service, one JSON object a line.",
      "Reads the last answer of each listing from the output topics, in the format of 'predict"
          + " --out'. Answers must be nested Avro, the default."
    })
final class AnswersCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(30);

  /** Totals of {@code --json}. */
  record Result(int answers, int deadLetters) {}

  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "Wait for N answers and dead letters (default: print what is there now).")
  private long count;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Longest wait for --count (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() {
    if (count < 0) {
      throw new UsageException("--count " + count + ": must be at least 0");
    }
    if (timeout < 1) {
      throw new UsageException("--timeout " + timeout + ": must be at least 1 second");
    }
    KafkaLogs.onlyErrors();
    ServiceConfig config = configOptions.read(cluster.flags());
    config.bootstrap();
    OutputKeys.requireNestedAvro(config);
    if (config.find(RegistryKeys.URL).isEmpty()) {
      throw new UsageException("schema.registry.url is not set: must be a URL (--registry)");
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    try (EndSignal end = EndSignal.listen(CLOSING);
        EventSerdes serdes = EventSerdes.create(config.serdeProperties());
        TopicAnswers answers =
            new TopicAnswers(
                config.consumerProperties(),
                new ServiceSettingsReader(config).topicNames(),
                serdes)) {
      boolean enough = answers.read(count, () -> end.isGiven() || System.nanoTime() - deadline > 0);
      PrintWriter out = output.text();
      answers.lines().forEach(out::println);
      output.end(new Result(answers.size() - answers.deadLetters(), answers.deadLetters()));
      if (!enough) {
        throw new UserException(
            "%d answers and dead letters after %d s, of %d"
                .formatted(answers.size(), timeout, count));
      }
      return 0;
    } catch (UndecodableRecordException e) {
      throw new UserException(
          "the answers are not nested Avro (attributes.format, attributes.shape): "
              + e.getMessage(),
          e);
    }
  }
}

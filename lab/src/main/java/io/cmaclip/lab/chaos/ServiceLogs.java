package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the services' logs as ISO 8859-1, because a kill may cut a UTF-8 sequence. */
final class ServiceLogs {
  /** Kafka Streams logs this when it revives tasks after a commit timeout. */
  private static final String REVIVED = "are corrupted";

  private static final int LAST_LINES = 10;

  private ServiceLogs() {}

  /** The last lines of a log. */
  static String end(Child service) {
    return read(
        service,
        lines -> {
          List<String> all = lines.toList();
          return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
        });
  }

  static long revivals(List<Child> services) {
    return services.stream()
        .mapToLong(
            service -> read(service, lines -> lines.filter(line -> line.contains(REVIVED)).count()))
        .sum();
  }

  private static <T> T read(Child service, Function<Stream<String>, T> reader) {
    try (Stream<String> lines = Files.lines(service.log(), StandardCharsets.ISO_8859_1)) {
      return reader.apply(lines);
    } catch (IOException e) {
      throw new UserException(service.log() + " cannot be read: " + e.getMessage(), e);
    }
  }
}

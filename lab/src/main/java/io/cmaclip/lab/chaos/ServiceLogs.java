package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the services said on standard error. Whatever was being written when one was killed may be
 * no UTF-8, so it is not read as such.
 */
final class ServiceLogs {
  /** Kafka Streams says so when a commit timed out and the tasks begin anew. */
  private static final String REVIVED = "are corrupted";

  private static final int LAST_LINES = 10;

  private ServiceLogs() {}

  /** The last lines of one, as they stand there. */
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

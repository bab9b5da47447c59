package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads secrets from files: {@code KEY.file = PATH} sets KEY to the content of the file. */
final class SecretFiles {
  static final String SUFFIX = ".file";

  /** Enough for a bundle of certificates in PEM. */
  private static final int MAX_BYTES = 1 << 20;

  private SecretFiles() {}

  /**
   * Settings of a source by name, with each {@code KEY.file} replaced by KEY and the file's
   * content.
   *
   * @throws UserException if a file cannot be read, is empty or too large, or the source sets both
   *     KEY and {@code KEY.file}
   */
  static Map<String, String> resolve(ConfigSource source) {
    Map<String, String> resolved = new TreeMap<>();
    source
        .values()
        .forEach(
            (name, text) -> {
              if (!isFileOfSecret(name)) {
                resolved.put(name, text);
                return;
              }
              String secret = name.substring(0, name.length() - SUFFIX.length());
              if (source.values().containsKey(secret)) {
                throw new UsageException(
                    name + " and " + secret + " (" + source.origin() + "): only one may be set");
              }
              resolved.put(secret, read(name, text.strip(), source.origin()));
            });
    return resolved;
  }

  private static boolean isFileOfSecret(String name) {
    if (!name.endsWith(SUFFIX)) {
      return false;
    }
    String secret = name.substring(0, name.length() - SUFFIX.length());
    return name.startsWith(KafkaKeys.PREFIX)
        ? KafkaKeys.isSecret(secret) && !KafkaKeys.isKnown(name)
        : ServiceKeys.ALL.stream()
            .anyMatch(key -> key.type().isSecret() && key.name().equals(secret));
  }

  private static String read(String name, String path, String origin) {
    String named = name + " = " + path + " (" + origin + ")";
    Path file;
    try {
      file = Path.of(path);
    } catch (InvalidPathException e) {
      throw new UsageException(named + ": must be a path");
    }
    String secret = TextFile.read(named, file, MAX_BYTES).strip();
    if (secret.isEmpty()) {
      throw new UsageException(named + ": is empty");
    }
    return secret;
  }
}

package io.cmaclip.console.web;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file of reviewers: one line {@code name role hash} each, where the hash is the SHA-256 of the
 * token in hexadecimal. Tokens are random, so a fast hash without salt protects them. Immutable.
 */
public final class Reviewers {
  private static final String NAME = "[\\p{L}\\p{N}._@-]{1,64}";
  private static final int TOKEN_BYTES = 24;

  private final Map<String, Reviewer> byHash;

  private Reviewers(Map<String, Reviewer> byHash) {
    this.byHash = byHash;
  }

  /**
   * Reads the file.
   *
   * @throws UserException if it cannot be read, or a line is wrong
   */
  public static Reviewers read(Path file) {
    try {
      Map<String, Reviewer> byHash = new LinkedHashMap<>();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.trim().split("\\s+");
          if (parts.length != 3
              || !parts[0].matches(NAME)
              || !parts[1].matches("reviewer|lead")
              || !parts[2].matches("[0-9a-f]{64}")) {
            throw new UserException(
                file + ", line " + number + ": must be NAME reviewer|lead SHA-256-OF-TOKEN");
          }
          byHash.put(parts[2], new Reviewer(parts[0], role(parts[1])));
        }
      }
      if (byHash.isEmpty()) {
        throw new UserException(file + ": names no reviewer; add one with --add NAME");
      }
      return new Reviewers(byHash);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read; add a reviewer with --add NAME", e);
    }
  }

  /**
   * Adds a reviewer to the file, which only its owner may read.
   *
   * @return the token, which is stored nowhere
   */
  public static String add(Path file, Reviewer reviewer) {
    if (!reviewer.name().matches(NAME)) {
      throw new UsageException(
          "--add = " + reviewer.name() + ": must be 1 to 64 letters, digits or . _ @ -");
    }
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String role = reviewer.role().name().toLowerCase(Locale.ROOT);
    try {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(
          file, reviewer.name() + " " + role + " " + hash(token) + "\n", StandardOpenOption.APPEND);
      return token;
    } catch (IOException e) {
      throw new UserException(file + " cannot be written", e);
    }
  }

  /** Names of those with a role. */
  public Set<String> with(Reviewer.Role role) {
    return byHash.values().stream()
        .filter(reviewer -> reviewer.role() == role)
        .map(Reviewer::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  Optional<Reviewer> find(String token) {
    return Optional.ofNullable(byHash.get(hash(token)));
  }

  private static Reviewer.Role role(String text) {
    return text.equals("lead") ? Reviewer.Role.LEAD : Reviewer.Role.REVIEWER;
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cmaclip.streams.unchanged;

import io.cmaclip.model.files.Checksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The first 128 bits of a SHA-256. */
public record Hash(long high, long low) {
  /** Stands for a missing value. */
  public static final Hash NONE = new Hash(0, 0);

  /** Hash of a file. */
  public static Hash of(ByteBuffer bytes) {
    MessageDigest digest = Checksum.sha256();
    digest.update(bytes.duplicate());
    return of(digest);
  }

  /** Hash of a text. */
  public static Hash of(String text) {
    return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** 32 lower-case hexadecimal digits; empty for {@link #NONE}. */
  public String hex() {
    return equals(NONE) ? "" : HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  static Hash of(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new Hash(bytes.getLong(), bytes.getLong());
  }
}

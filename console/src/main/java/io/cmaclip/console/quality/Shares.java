package io.cmaclip.console.quality;

import io.cmaclip.model.files.Checksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.kafka.common.utils.Bytes;

/**
 * Shares of the items that test how reviewers decide. Whether an item is blind or needs a second
 * opinion depends on its key and version alone, so it stays so after a restart.
 *
 * @param blind items whose proposal is hidden, 0 to 1
 * @param secondOpinion items that two reviewers decide, 0 to 1
 * @param knownAnswer items shown to a reviewer that a lead has decided already, 0 to 1
 */
public record Shares(double blind, double secondOpinion, double knownAnswer) {
  /** No tests. */
  public static final Shares NONE = new Shares(0, 0, 0);

  private static final int UNUSED_BITS = 11;
  private static final double UNIT = 0x1.0p-53;

  /** Whether the proposal of an item is hidden from reviewers. */
  public boolean isBlind(Bytes key, String version) {
    return isDrawn("blind", blind, key, version);
  }

  /** Whether two reviewers decide an item. */
  public boolean isForTwo(Bytes key, String version) {
    return isDrawn("second", secondOpinion, key, version);
  }

  private static boolean isDrawn(String draw, double share, Bytes key, String version) {
    if (share == 0) {
      return false;
    }
    MessageDigest digest = Checksum.sha256();
    digest.update((draw + '\u0000' + version + '\u0000').getBytes(StandardCharsets.UTF_8));
    digest.update(key.get());
    return (ByteBuffer.wrap(digest.digest()).getLong() >>> UNUSED_BITS) * UNIT < share;
  }
}

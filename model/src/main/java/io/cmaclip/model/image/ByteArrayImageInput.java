package io.cmaclip.model.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image's bytes as the readers want them, without a cache file or a copy. A reader that goes on
 * reading behind the end is stopped: that of WebP takes what is missing for zeros, which stand for
 * as many code tables, of 5 KB each, as the first bytes announce. So is one that has allocated more
 * than it may: such tables can also be there, 65,536 of them in 164 KB.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {
  /** More than a reader that looks ahead needs. */
  private static final int MOST_READS_BEHIND_THE_END = 256;

  /** A reader that fills 8 bytes at a time can make 1 MB of tables between two checks. */
  private static final int READS_BETWEEN_CHECKS = 64;

  private final byte[] bytes;
  private AllocationLimit limit = AllocationLimit.none();
  private int reads;
  private int readsBehindTheEnd;

  ByteArrayImageInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Stops a reader that has allocated this much more, in bytes. */
  void limitAllocation(long bytes) {
    limit = AllocationLimit.of(bytes);
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    checkLimit();
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : behindTheEnd();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    checkLimit();
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return behindTheEnd();
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private void checkLimit() throws IOException {
    if (++reads % READS_BETWEEN_CHECKS == 0) {
      limit.check();
    }
  }

  private int behindTheEnd() throws IOException {
    if (++readsBehindTheEnd > MOST_READS_BEHIND_THE_END) {
      throw new IOException("the image is cut off");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}

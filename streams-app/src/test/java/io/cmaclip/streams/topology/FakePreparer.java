package io.cmaclip.streams.topology;

import io.cmaclip.model.predictor.ModalityStatus;
import io.cmaclip.model.predictor.PreparedListing;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes pictures as pixels and characters as tokens. A picture whose first byte is {@link
 * #UNREADABLE} cannot be read.
 */
public final class FakePreparer implements Preparer {
  public static final byte UNREADABLE = (byte) 0xEE;

  private volatile Consumer<String> before = title -> {};

  /** Runs with each title before it is prepared; may throw or wait. */
  public FakePreparer before(Consumer<String> action) {
    before = action;
    return this;
  }

  @Override
  public Preparation prepare(String title, List<byte[]> pictures) {
    before.accept(title);
    Integer index = null;
    for (int i = 0; i < pictures.size() && index == null; i++) {
      index = pictures.get(i)[0] == UNREADABLE ? null : Integer.valueOf(i);
    }
    byte[] pixels = index == null ? null : pictures.get(index);
    int[] tokens = title.isBlank() ? null : title.chars().limit(77).toArray();
    return new Preparation(
        pixels == null && tokens == null ? null : new PreparedListing(pixels, tokens),
        index != null
            ? ModalityStatus.USED
            : pictures.isEmpty() ? ModalityStatus.MISSING : ModalityStatus.UNREADABLE,
        tokens == null ? ModalityStatus.MISSING : ModalityStatus.USED,
        index);
  }
}

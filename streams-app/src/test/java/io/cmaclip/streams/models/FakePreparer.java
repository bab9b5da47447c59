package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes pictures as pixels and characters as tokens. A picture whose first byte is {@link
 * #UNREADABLE} cannot be read.
 */
public final class FakePreparer implements Preparer {
  public static final byte UNREADABLE = (byte) 0xEE;

  private volatile Consumer<String> before = title -> {};
  private volatile boolean readsNothing;

  /** Runs with each title before it is prepared; may throw or wait. */
  public FakePreparer before(Consumer<String> action) {
    before = action;
    return this;
  }

  /** Whether no picture at all can be read from now on. */
  public FakePreparer readsNothing(boolean nothing) {
    readsNothing = nothing;
    return this;
  }

  @Override
  public Prepared prepare(String title, List<byte[]> pictures) {
    before.accept(title);
    int index = 0;
    while (index < pictures.size() && (readsNothing || pictures.get(index)[0] == UNREADABLE)) {
      index++;
    }
    byte[] pixels = index == pictures.size() ? null : pictures.get(index);
    int[] tokens = title.isBlank() ? null : title.chars().limit(77).toArray();
    return new Prepared(
        pixels == null && tokens == null ? null : new PreparedListing(pixels, tokens),
        pixels != null
            ? ModalityStatus.USED
            : pictures.isEmpty() ? ModalityStatus.MISSING : ModalityStatus.UNREADABLE,
        tokens == null ? ModalityStatus.MISSING : ModalityStatus.USED,
        pixels == null ? Prepared.NO_IMAGE : index,
        null);
  }
}

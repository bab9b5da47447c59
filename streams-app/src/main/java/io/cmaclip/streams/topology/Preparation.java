package io.cmaclip.streams.topology;

import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.unchanged.Remembered;

/** Result of preparing a listing for the model. */
sealed interface Preparation {
  /** Prepared; the receiver releases the model version. */
  sealed interface Ready extends Preparation {
    PreparedBy by();

    UsedModalities modalities();

    /** File of the image used, or null. */
    byte[] imageFile();
  }

  /**
   * Prepared from an image, and from the title if the listing has one.
   *
   * @param index index of the image in the listing
   */
  record WithImage(PreparedBy by, int index, byte[] imageFile) implements Ready {
    @Override
    public UsedModalities modalities() {
      Prepared made = by.prepared();
      return new UsedModalities(made.image(), made.text(), index);
    }
  }

  /** Prepared without an image; has no tokens either if the listing has no title. */
  record WithoutImage(PreparedBy by) implements Ready {
    @Override
    public UsedModalities modalities() {
      Prepared made = by.prepared();
      return new UsedModalities(made.image(), made.text(), null);
    }

    @Override
    public byte[] imageFile() {
      return null;
    }
  }

  /** The image that was fetched is that of the last answer. */
  record Unchanged(Remembered entry, Reviewer reviewer) implements Preparation {}

  /** The preparer failed on the title or an image. */
  record Failed(Throwable cause) implements Preparation {}
}

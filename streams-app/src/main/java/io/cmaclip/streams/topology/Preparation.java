package io.cmaclip.streams.topology;

import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.models.UsedModalities;

/** What became of the attempt to prepare a listing for the model. */
sealed interface Preparation {
  /** It is prepared; whoever gets it releases the model. */
  sealed interface Ready extends Preparation {
    PreparedBy by();

    UsedModalities modalities();

    /** The image used; null when none was. */
    byte[] imageFile();
  }

  /**
   * From an image, and the title if it has one.
   *
   * @param index of the image in the listing
   */
  record WithImage(PreparedBy by, int index, byte[] imageFile) implements Ready {
    @Override
    public UsedModalities modalities() {
      Prepared made = by.prepared();
      return new UsedModalities(made.image(), made.text(), index);
    }
  }

  /** From the title, or from nothing. */
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

  /** Title or images make the preparer fail. */
  record Failed(Throwable cause) implements Preparation {}
}

package io.cmaclip.trainer.batches;

import io.cmaclip.trainer.batches.Row.Part;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Assembles batches with data augmentation. Immutable and thread-safe. */
public final class BatchMaker {
  private final ListingSet listings;
  private final ImageSize size;
  private final ImageAugmentation images;
  private final ListingAugmentation augmentation;

  /**
   * Batches of one split.
   *
   * @param closesWord whether a token ends a word of the title
   * @param corruption for images of this size
   */
  public BatchMaker(
      ListingSet listings,
      ImageSize size,
      AugmentationSettings settings,
      IntPredicate closesWord,
      Corruption corruption) {
    this.listings = listings;
    this.size = size;
    this.images = new ImageAugmentation(size, settings);
    this.augmentation = new ListingAugmentation(listings, settings, closesWord, corruption);
  }

  /** Without augmentation, for {@link #plain}. */
  public static BatchMaker unaugmented(ListingSet listings, ImageSize size) {
    return new BatchMaker(
        listings, size, AugmentationSettings.NONE, token -> false, Corruption.NONE);
  }

  /**
   * A batch for training with data augmentation. At most one modality of a listing is swapped,
   * dropped or corrupted.
   *
   * @param alter whether modalities may be swapped, dropped or corrupted; contrastive training
   *     needs intact pairs
   */
  public Batch augmented(int[] members, boolean alter, SplittableRandom random) {
    Row[] rows = new Row[members.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = augmentation.draw(members[i], alter, random);
    }
    return assemble(rows, (pixels, to, offset) -> images.apply(pixels, to, offset, random));
  }

  /** A batch without augmentation, optionally without images or titles. */
  public Batch plain(int[] members, boolean image, boolean text) {
    Row[] rows =
        Arrays.stream(members)
            .mapToObj(
                m ->
                    new Row(
                        m,
                        Part.of(image ? listings.pixels(m) : null, Content.OWN, m),
                        Part.of(text ? listings.tokens(m) : null, Content.OWN, m)))
            .toArray(Row[]::new);
    return assemble(
        rows, (pixels, to, offset) -> System.arraycopy(pixels, 0, to, offset, pixels.length));
  }

  /** Writes an image into a batch. */
  private interface Painter {
    void paint(byte[] pixels, byte[] to, int offset);
  }

  private Batch assemble(Row[] rows, Painter painter) {
    int longest = 2;
    for (Row row : rows) {
      longest = Math.max(longest, row.title().data() == null ? 0 : row.title().data().length);
    }
    Batch.Images images =
        new Batch.Images(new byte[rows.length * size.levels()], Provenance.of(rows.length), null);
    Batch.Titles titles =
        new Batch.Titles(
            new long[rows.length * longest],
            new int[rows.length],
            Provenance.of(rows.length),
            null);
    long[] labels = new long[rows.length * listings.tasks()];
    for (int i = 0; i < rows.length; i++) {
      int listing = rows[i].listing();
      byte[] pixels = put(rows[i].image(), listings.imageGroup(listing), images.provenance(), i);
      if (pixels != null) {
        painter.paint(pixels, images.pixels(), i * size.levels());
      }
      int[] tokens = put(rows[i].title(), listings.titleGroup(listing), titles.provenance(), i);
      titles.lengths()[i] = tokens == null ? 2 : tokens.length;
      for (int t = 0; tokens != null && t < tokens.length; t++) {
        titles.tokens()[i * longest + t] = tokens[t];
      }
      for (int task = 0; task < listings.tasks(); task++) {
        labels[i * listings.tasks() + task] = listings.label(listing, task);
      }
    }
    return new Batch(images, titles, labels);
  }

  private static <T> T put(Part<T> part, long group, Provenance provenance, int row) {
    provenance.content()[row] = part.content();
    provenance.group()[row] = group;
    provenance.source()[row] = part.source();
    return part.data();
  }
}

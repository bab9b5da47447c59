package io.cmaclip.trainer.batches;

import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Assembles batches with augmentation. Immutable; may be shared by threads. */
public final class BatchMaker {
  private static final int DRAWS = 8;

  private final ListingSet listings;
  private final int tasks;
  private final int height;
  private final int width;
  private final AugmentationSettings settings;
  private final PictureAugmentation pictures;
  private final IntPredicate closesWord;
  private final Spoiler spoiler;

  /**
   * Batches of one split.
   *
   * @param height of pictures in pixels
   * @param width of pictures in pixels
   * @param closesWord whether a token ends a word of the title
   * @param spoiler for pictures of this size
   */
  public BatchMaker(
      ListingSet listings,
      int tasks,
      int height,
      int width,
      AugmentationSettings settings,
      IntPredicate closesWord,
      Spoiler spoiler) {
    this.listings = listings;
    this.tasks = tasks;
    this.height = height;
    this.width = width;
    this.settings = settings;
    this.pictures = new PictureAugmentation(height, width, settings);
    this.closesWord = closesWord;
    this.spoiler = spoiler;
  }

  /**
   * A batch for training: varied, some pairs swapped, some modalities dropped or spoilt, never
   * both.
   *
   * @param alter whether pairs may be swapped and modalities dropped or spoilt; contrastive
   *     training needs them whole
   */
  public Batch varied(int[] members, boolean alter, SplittableRandom random) {
    Row[] rows = new Row[members.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(members[i], alter, random);
    }
    return assemble(
        rows,
        (row, to, offset) -> {
          if (row.pixels() != null) {
            pictures.apply(row.pixels(), to, offset, random);
          }
        });
  }

  /** A batch of listings as they are, with one modality hidden where asked for. */
  public Batch plain(int[] members, boolean image, boolean text) {
    Row[] rows =
        Arrays.stream(members)
            .mapToObj(
                m ->
                    new Row(
                        m,
                        image ? listings.pixels(m) : null,
                        text ? listings.tokens(m) : null,
                        Kind.OWN,
                        Kind.OWN,
                        image && listings.hasImage(m) ? m : -1,
                        text && listings.tokens(m) != null ? m : -1))
            .toArray(Row[]::new);
    return assemble(
        rows,
        (row, to, offset) -> {
          if (row.pixels() != null) {
            System.arraycopy(row.pixels(), 0, to, offset, row.pixels().length);
          }
        });
  }

  /** What stands in a modality. */
  private enum Kind {
    OWN,
    SWAPPED,
    SPOILT
  }

  private record Row(
      int listing, byte[] pixels, int[] tokens, Kind image, Kind text, int imageOf, int textOf) {}

  private interface Painter {
    void paint(Row row, byte[] to, int offset);
  }

  private Row row(int listing, boolean alter, SplittableRandom random) {
    byte[] pixels = listings.pixels(listing);
    int[] tokens = listings.tokens(listing);
    Kind image = Kind.OWN;
    Kind text = Kind.OWN;
    int imageOf = listing;
    int textOf = listing;
    if (alter && listings.hasBoth(listing)) {
      double draw = random.nextDouble();
      boolean first = random.nextBoolean();
      double dropped = settings.swappedPairs() + settings.modalityDropout();
      if (draw < settings.swappedPairs()) {
        int other = another(listing, random);
        image = first ? Kind.SWAPPED : Kind.OWN;
        text = first ? Kind.OWN : Kind.SWAPPED;
        pixels = first ? listings.pixels(other) : pixels;
        tokens = first ? tokens : listings.tokens(other);
        imageOf = first ? other : listing;
        textOf = first ? listing : other;
      } else if (draw < dropped) {
        pixels = first ? null : pixels;
        tokens = first ? tokens : null;
      } else if (draw < dropped + settings.corrupted()) {
        image = first ? Kind.SPOILT : Kind.OWN;
        text = first ? Kind.OWN : Kind.SPOILT;
        pixels = first ? spoiler.picture(pixels, random) : pixels;
        tokens = first ? tokens : spoiler.title(listings.title(listing), random);
      }
    }
    return new Row(
        listing,
        pixels,
        tokens == null || text == Kind.SPOILT ? tokens : dropWords(tokens, random),
        image,
        text,
        pixels == null || image == Kind.SPOILT || settings.variesPictures() ? -1 : imageOf,
        tokens == null || text == Kind.SPOILT || settings.variesTitles() ? -1 : textOf);
  }

  /** A listing with both modalities, whose title and picture differ; itself when luck has none. */
  private int another(int listing, SplittableRandom random) {
    for (int draw = 0; draw < DRAWS; draw++) {
      int other = random.nextInt(listings.size());
      if (listings.hasBoth(other)
          && listings.titleGroup(other) != listings.titleGroup(listing)
          && listings.pictureGroup(other) != listings.pictureGroup(listing)) {
        return other;
      }
    }
    return listing;
  }

  private int[] dropWords(int[] tokens, SplittableRandom random) {
    if (settings.wordDropout() == 0) {
      return tokens;
    }
    int[] kept = new int[tokens.length];
    int count = 0;
    kept[count++] = tokens[0];
    boolean keep = random.nextDouble() >= settings.wordDropout();
    for (int i = 1; i < tokens.length - 1; i++) {
      if (keep) {
        kept[count++] = tokens[i];
      }
      if (closesWord.test(tokens[i])) {
        keep = random.nextDouble() >= settings.wordDropout();
      }
    }
    if (count == 1) {
      return tokens;
    }
    kept[count++] = tokens[tokens.length - 1];
    return Arrays.copyOf(kept, count);
  }

  private Batch assemble(Row[] rows, Painter painter) {
    int size = rows.length;
    int longest = 2;
    for (Row row : rows) {
      longest = Math.max(longest, row.tokens() == null ? 0 : row.tokens().length);
    }
    int pictureSize = 3 * height * width;
    byte[] pixels = new byte[size * pictureSize];
    long[] tokens = new long[size * longest];
    boolean[] hasImage = new boolean[size];
    boolean[] hasText = new boolean[size];
    long[] lengths = new long[size];
    long[] labels = new long[size * tasks];
    boolean[] ownImage = new boolean[size];
    boolean[] ownText = new boolean[size];
    boolean[] spoiltImage = new boolean[size];
    boolean[] spoiltText = new boolean[size];
    long[] titles = new long[size];
    long[] pictureNumbers = new long[size];
    int[] imageOf = new int[size];
    int[] textOf = new int[size];
    for (int i = 0; i < size; i++) {
      Row row = rows[i];
      hasImage[i] = row.pixels() != null;
      hasText[i] = row.tokens() != null;
      ownImage[i] = hasImage[i] && row.image() == Kind.OWN;
      ownText[i] = hasText[i] && row.text() == Kind.OWN;
      spoiltImage[i] = row.image() == Kind.SPOILT;
      spoiltText[i] = row.text() == Kind.SPOILT;
      painter.paint(row, pixels, i * pictureSize);
      lengths[i] = hasText[i] ? row.tokens().length : 2;
      for (int t = 0; hasText[i] && t < row.tokens().length; t++) {
        tokens[i * longest + t] = row.tokens()[t];
      }
      for (int task = 0; task < tasks; task++) {
        labels[i * tasks + task] = listings.label(row.listing(), task);
      }
      titles[i] = listings.titleGroup(row.listing());
      pictureNumbers[i] = listings.pictureGroup(row.listing());
      imageOf[i] = row.imageOf();
      textOf[i] = row.textOf();
    }
    return new Batch(
        size,
        longest,
        pixels,
        tokens,
        hasImage,
        hasText,
        lengths,
        labels,
        ownImage,
        ownText,
        spoiltImage,
        spoiltText,
        titles,
        pictureNumbers,
        imageOf,
        textOf,
        null);
  }
}

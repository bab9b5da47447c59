package io.cmaclip.trainer.batches;

import io.cmaclip.trainer.batches.Row.Part;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Augments listings: swaps, drops or corrupts at most one modality of a listing, and drops words of
 * titles.
 */
final class ListingAugmentation {
  private static final int DRAWS = 8;

  private final ListingSet listings;
  private final AugmentationSettings settings;
  private final IntPredicate closesWord;
  private final Corruption corruption;

  ListingAugmentation(
      ListingSet listings,
      AugmentationSettings settings,
      IntPredicate closesWord,
      Corruption corruption) {
    this.listings = listings;
    this.settings = settings;
    this.closesWord = closesWord;
    this.corruption = corruption;
  }

  /**
   * Draws the augmented title and the source of the image; {@link ImageAugmentation} changes the
   * pixels later.
   *
   * @param alter whether a modality may be swapped, dropped or corrupted
   */
  Row draw(int listing, boolean alter, SplittableRandom random) {
    Row row =
        alter && listings.hasBoth(listing)
            ? altered(listing, random)
            : new Row(listing, image(listing, Content.OWN), title(listing, Content.OWN));
    Part<int[]> title = row.title();
    return title.data() == null || title.content() == Content.CORRUPTED
        ? row
        : new Row(
            listing,
            row.image(),
            new Part<>(dropWords(title.data(), random), title.content(), title.source()));
  }

  private Row altered(int listing, SplittableRandom random) {
    Part<byte[]> image = image(listing, Content.OWN);
    Part<int[]> title = title(listing, Content.OWN);
    double draw = random.nextDouble();
    boolean first = random.nextBoolean();
    double dropped = settings.swappedPairs() + settings.modalityDropout();
    if (draw < settings.swappedPairs()) {
      int other = another(listing, random);
      image = first ? image(other, Content.SWAPPED) : image;
      title = first ? title : title(other, Content.SWAPPED);
    } else if (draw < dropped) {
      image = first ? Part.missing() : image;
      title = first ? title : Part.missing();
    } else if (draw < dropped + settings.corrupted()) {
      image = first ? corrupted(corruption.image(image.data(), random)) : image;
      title = first ? title : corrupted(corruption.title(listings.title(listing), random));
    }
    return new Row(listing, image, title);
  }

  private Part<byte[]> image(int listing, Content content) {
    return Part.of(listings.pixels(listing), content, settings.augmentsImages() ? -1 : listing);
  }

  private Part<int[]> title(int listing, Content content) {
    return Part.of(listings.tokens(listing), content, settings.augmentsTitles() ? -1 : listing);
  }

  private static <T> Part<T> corrupted(T data) {
    return new Part<>(data, Content.CORRUPTED, -1);
  }

  /**
   * A random listing with both modalities and a different title and image; the listing itself if
   * none is found in a few draws.
   */
  private int another(int listing, SplittableRandom random) {
    for (int draw = 0; draw < DRAWS; draw++) {
      int other = random.nextInt(listings.size());
      if (listings.hasBoth(other)
          && listings.titleGroup(other) != listings.titleGroup(listing)
          && listings.imageGroup(other) != listings.imageGroup(listing)) {
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
}

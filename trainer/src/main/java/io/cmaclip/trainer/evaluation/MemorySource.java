package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.data.RawListing;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Listings whose images are decoded already, at the model's size. */
public final class MemorySource implements ListingSource {
  private final List<RawListing> listings;
  private final Function<String, int[]> tokenize;

  /**
   * A source.
   *
   * @param tokenize title to token ids; empty when it leaves none; any number of threads may call
   */
  public MemorySource(List<RawListing> listings, Function<String, int[]> tokenize) {
    this.listings = List.copyOf(listings);
    this.tokenize = tokenize;
  }

  @Override
  public int size() {
    return listings.size();
  }

  @Override
  public String title(int listing) {
    return listings.get(listing).title();
  }

  @Override
  public Map<String, String> fields(int listing) {
    return listings.get(listing).fields();
  }

  @Override
  public PreparedListing prepare(int listing) {
    int[] tokens = tokens(title(listing));
    byte[] pixels = listings.get(listing).pixels();
    return pixels == null && tokens.length == 0
        ? null
        : new PreparedListing(pixels, tokens.length == 0 ? null : tokens);
  }

  @Override
  public int[] tokens(String title) {
    return title.isBlank() ? new int[0] : tokenize.apply(title);
  }
}

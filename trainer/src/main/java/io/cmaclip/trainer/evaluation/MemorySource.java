package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.data.RawListing;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Listings in memory whose images are decoded to the model's size. */
public final class MemorySource implements ListingSource {
  private final List<RawListing> listings;
  private final Function<String, int[]> tokenize;

  /**
   * @param tokenize returns the token ids of a title; thread-safe
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
    return ListingSource.prepared(listings.get(listing).pixels(), tokens(title(listing)));
  }

  @Override
  public int[] tokens(String title) {
    return title.isBlank() ? new int[0] : tokenize.apply(title);
  }
}

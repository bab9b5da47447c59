package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Listings of a folder or zip. Rows are held in memory; {@link #prepare} reads images and
 * preprocesses them as the service does.
 */
public final class FolderSource implements ListingSource {
  private final ListingFolder folder;
  private final ListingPreprocessor preprocessor;
  private final List<Listing> listings;

  /**
   * Reads the rows. The caller closes folder and preprocessor.
   *
   * @throws io.cmaclip.model.errors.UserException at a bad row, with line and field
   */
  public FolderSource(ListingFolder folder, ListingPreprocessor preprocessor) {
    this.folder = folder;
    this.preprocessor = preprocessor;
    try (Stream<ListingRow> rows = folder.rows()) {
      listings = rows.map(folder::good).toList();
    }
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
    Listing whole = folder.withImage(listings.get(listing));
    List<byte[]> images = whole.image() == null ? List.of() : List.of(whole.image());
    return preprocessor.prepare(whole.title(), images).listing();
  }

  @Override
  public int[] tokens(String title) {
    PreparedListing alone = preprocessor.prepare(title, List.of()).listing();
    return alone == null ? new int[0] : alone.tokens();
  }
}

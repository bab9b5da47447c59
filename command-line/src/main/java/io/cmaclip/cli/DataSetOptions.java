package io.cmaclip.cli;

import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.MetadataOptions;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say how to read a data set. */
public final class DataSetOptions {
  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      description =
          "Metadata of the listings: a file name, a path inside the data set, or a pattern such as"
              + " data-*.parquet; JSON Lines (.jsonl), CSV (.csv, .tsv) or Parquet (.parquet)."
              + " Default: metadata.jsonl, metadata.csv or metadata.parquet.")
  private String metadata;

  @Option(
      names = "--title",
      paramLabel = "COLUMN",
      description = "Column of the title. Default: title, or else text or caption.")
  private String title;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Column of the id. Default: id, or else the path of the image.")
  private String id;

  public MetadataOptions options() {
    return new MetadataOptions(metadata, title, id, null);
  }

  /** Opens a data set with all its columns. */
  public ListingFolder open(Path folderOrZip) {
    return ListingFolder.open(folderOrZip, options());
  }

  /** Opens a data set without labels: other columns are not read and may hold anything. */
  public ListingFolder openUnlabelled(Path folderOrZip) {
    return ListingFolder.open(folderOrZip, options().withFields(Set.of()));
  }
}

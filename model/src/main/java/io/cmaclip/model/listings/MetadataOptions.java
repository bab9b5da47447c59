package io.cmaclip.model.listings;

import java.util.Collection;
import java.util.Set;

/**
 * How to read the metadata of a data set.
 *
 * @param metadata file name of the metadata, path inside the data set, or glob pattern of either;
 *     null = {@code metadata.jsonl}, {@code metadata.csv} or {@code metadata.parquet}
 * @param title column of the title; null = {@code title}, or else {@code text} or {@code caption}
 * @param id column of the id; null = {@code id}, or else the path of the image
 * @param fields further columns to read; null = all
 */
public record MetadataOptions(String metadata, String title, String id, Set<String> fields) {
  public static final MetadataOptions DEFAULT = new MetadataOptions(null, null, null, null);

  /**
   * Column of decided listings: the tasks, separated by commas, that reviewers called not
   * applicable. It is never a task itself.
   */
  public static final String NOT_APPLICABLE = "not_applicable";

  public MetadataOptions {
    fields = fields == null ? null : Set.copyOf(fields);
  }

  /** Default columns of another metadata file. */
  public static MetadataOptions of(String metadata) {
    return new MetadataOptions(metadata, null, null, null);
  }

  /** The same for these further columns only, whatever else the rows contain. */
  public MetadataOptions withFields(Collection<String> only) {
    return new MetadataOptions(metadata, title, id, Set.copyOf(only));
  }
}

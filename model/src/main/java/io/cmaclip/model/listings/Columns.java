package io.cmaclip.model.listings;

import io.cmaclip.model.errors.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The meaning of the columns of a data set.
 *
 * @param image column of the image's path; null if rows have no image
 * @param id column of the id; null if the path of the image is the id
 * @param title column of the title; null if rows have no title
 * @param fields further columns to read; null = all
 */
record Columns(String image, String id, String title, Set<String> fields) {
  /** Columns of {@code load_dataset("imagefolder")}. */
  private static final List<String> IMAGE =
      List.of("file_name", "image_file_name", "file_names", "image_file_names");

  /** Columns of an image's path in other data sets; used if they name existing files. */
  private static final List<String> IMAGE_ELSEWHERE =
      List.of("image", "image_path", "filename", "path");

  private static final List<String> TITLE = List.of("title", "text", "caption");

  /**
   * Chooses the columns of a data set.
   *
   * @param sample the first value of each column, in file order
   * @param names whether a text is the path of an existing file
   * @throws UserException when an option names a column that does not exist
   */
  static Columns of(MetadataOptions options, Map<String, String> sample, Predicate<String> names) {
    check("--title", options.title(), sample.keySet());
    check("--id", options.id(), sample.keySet());
    String image = first(IMAGE, sample.keySet());
    if (image == null) {
      image =
          IMAGE_ELSEWHERE.stream()
              .filter(column -> sample.get(column) != null && names.test(sample.get(column)))
              .findFirst()
              .orElse(null);
    }
    String title = options.title() == null ? first(TITLE, sample.keySet()) : options.title();
    String id = options.id() == null ? first(List.of("id"), sample.keySet()) : options.id();
    return new Columns(image, id, title, options.fields());
  }

  private static void check(String option, String column, Collection<String> columns) {
    if (column != null && !columns.isEmpty() && !columns.contains(column)) {
      throw new UserException(
          option + " = " + column + ": must be one of the columns " + String.join(", ", columns));
    }
  }

  private static String first(List<String> candidates, Collection<String> columns) {
    return candidates.stream().filter(columns::contains).findFirst().orElse(null);
  }

  boolean isField(String column) {
    return fields == null || fields.contains(column);
  }

  /** Columns that are read although they do not have the documented name, for a log line. */
  List<String> unusual() {
    List<String> unusual = new ArrayList<>();
    if (image != null && !image.equals(IMAGE.get(0))) {
      unusual.add("images from the column " + image);
    }
    if (title != null && !title.equals(TITLE.get(0))) {
      unusual.add("titles from the column " + title);
    }
    return unusual;
  }
}

package io.cmaclip.model.listings;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metadata files of a data set.
 *
 * @param path of the data set
 * @param files paths of the metadata files, at least one
 */
record Metadata(Path path, ListingFiles content, List<String> files) {
  private static final List<String> DEFAULT_NAMES =
      List.of("metadata.jsonl", "metadata.csv", "metadata.parquet");
  private static final Set<String> SPLITS =
      Set.of("train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval");
  private static final Set<String> ENDINGS =
      Set.of(".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".json");
  private static final MetadataFormat JSON_LINES = new JsonLines();
  private static final List<MetadataFormat> FORMATS = formats();
  private static final int SAMPLE = 1000;
  private static final int HINTS = 5;

  private static List<MetadataFormat> formats() {
    List<MetadataFormat> formats = new ArrayList<>(List.of(JSON_LINES, new CsvFormat()));
    ServiceLoader.load(MetadataFormat.class).forEach(formats::add);
    return List.copyOf(formats);
  }

  /**
   * Finds the metadata: at the top, or else in the folders below.
   *
   * @param name as in {@link MetadataOptions#metadata}
   * @throws UserException when there is none, or the choice is ambiguous
   */
  static Metadata find(Path path, ListingFiles content, String name) throws IOException {
    List<String> paths = content.paths();
    List<String> found = paths.stream().filter(matcher(name)).toList();
    if (found.isEmpty() && DEFAULT_NAMES.get(0).equals(name)) {
      // Callers that name the usual file mean the usual metadata.
      found = paths.stream().filter(matcher(null)).toList();
    }
    List<String> top = found.stream().filter(file -> file.indexOf('/') < 0).toList();
    found = top.isEmpty() ? found : top;
    if (found.isEmpty()) {
      throw new UserException(path + ": no " + wanted(name) + " in it" + hint(paths));
    }
    Map<String, List<String>> byFolder =
        found.stream()
            .collect(
                Collectors.groupingBy(Metadata::folder, LinkedHashMap::new, Collectors.toList()));
    if (name == null) {
      for (List<String> forms : byFolder.values()) {
        if (forms.size() > 1) {
          throw new UserException(
              path + ": has " + String.join(" and ", forms) + "; choose one with --metadata");
        }
      }
    }
    if (byFolder.size() > 1 && byFolder.keySet().stream().anyMatch(Metadata::isSplit)) {
      throw new UserException(
          path
              + ": "
              + wanted(name)
              + " lies in several folders: "
              + found
              + "; they look like splits, so name one, for example --metadata "
              + found.get(0));
    }
    return new Metadata(path, content, found);
  }

  private static Predicate<String> matcher(String name) {
    if (name == null) {
      return file -> DEFAULT_NAMES.contains(fileName(file));
    }
    boolean isPath = name.indexOf('/') >= 0;
    String pattern = name.startsWith("./") ? name.substring(2) : name;
    boolean glob = pattern.chars().anyMatch(c -> "*?{[".indexOf(c) >= 0);
    return file -> {
      String candidate = isPath ? file : fileName(file);
      return candidate.equals(pattern) || (glob && matches(pattern, candidate));
    };
  }

  private static boolean matches(String pattern, String candidate) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(candidate));
    } catch (InvalidPathException | PatternSyntaxException e) {
      return false;
    }
  }

  private static String wanted(String name) {
    return name == null ? "metadata.jsonl, metadata.csv or metadata.parquet" : name;
  }

  private static String hint(List<String> paths) {
    List<String> candidates =
        paths.stream()
            .filter(path -> ENDINGS.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith))
            .limit(HINTS)
            .toList();
    return candidates.isEmpty()
        ? ""
        : "; it has " + String.join(", ", candidates) + ": name the metadata with --metadata";
  }

  private static boolean isSplit(String folder) {
    return Stream.of(folder.split("/"))
        .anyMatch(part -> SPLITS.contains(part.toLowerCase(Locale.ROOT)));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Empty, or the folder of a path with a {@code /} at the end. */
  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** The folder that images are relative to, where all metadata lies in one folder; else empty. */
  String folderOfImages() {
    return files.stream().map(Metadata::folder).distinct().count() == 1 ? folder(files.get(0)) : "";
  }

  /** What a row's image path needs in front, beside {@link #folderOfImages}. */
  String folderInPaths(String file) {
    return folder(file).substring(folderOfImages().length());
  }

  MetadataRows open(String file) throws IOException {
    String name = file.toLowerCase(Locale.ROOT);
    MetadataFormat format =
        FORMATS.stream().filter(f -> f.reads(name)).findFirst().orElse(JSON_LINES);
    if (format == JSON_LINES && name.endsWith(".parquet")) {
      throw new IOException("this installation has no reader for Parquet");
    }
    return format.open(content.open("", file));
  }

  /** First value of each column in the first rows, in file order; null where none has a value. */
  Map<String, String> sample() {
    Map<String, String> sample = new LinkedHashMap<>();
    for (String file : files) {
      try (MetadataRows rows = open(file)) {
        MetadataRow row = rows.next();
        for (int i = 0; i < SAMPLE && row != null; i++, row = rows.next()) {
          if (row.problem() == null) {
            row.values()
                .properties()
                .forEach(
                    value -> {
                      if (sample.get(value.getKey()) == null) {
                        JsonNode first = value.getValue();
                        sample.put(
                            value.getKey(),
                            first.isNull() ? null : folderInPaths(file) + first.asText());
                      }
                    });
          }
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return sample;
  }

  long count() {
    long count = 0;
    for (String file : files) {
      try (MetadataRows rows = open(file)) {
        while (rows.next() != null) {
          count++;
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return count;
  }

  UserException unreadable(String file, IOException e) {
    return new UserException(path + ": " + file + " cannot be read: " + e.getMessage(), e);
  }
}

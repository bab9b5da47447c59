package io.cmaclip.streams.samples;

import io.cmaclip.streams.mapping.EventMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Suggests a mapping from the names and values of sample events. */
public final class MappingSuggestion {
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "color",
          "colour",
          "colour",
          "colour",
          "material",
          "material",
          "pattern",
          "pattern",
          "gender",
          "gender",
          "size",
          "size",
          "brand",
          "brand",
          "style",
          "style");

  private final List<String> lines = new ArrayList<>();
  private final List<Sample> samples;

  /** The ready mapping that the suggestion extends; empty without one. */
  private String readyText = "";

  private MappingSuggestion(List<Sample> samples) {
    this.samples = samples.stream().filter(sample -> sample.value() instanceof Map).toList();
  }

  /**
   * The text of a mapping file.
   *
   * @param limit largest number of events to read
   * @throws io.cmaclip.model.errors.UserException if the file cannot be read
   */
  public static String of(Path file, long limit) {
    MappingSuggestion suggestion = new MappingSuggestion(SampleFile.read(file, limit));
    suggestion.suggest();
    return String.join(System.lineSeparator(), suggestion.lines) + System.lineSeparator();
  }

  private void suggest() {
    lines.add("# Suggested from " + samples.size() + " events. Check it: ./cmaclip mapping check");
    if (many(value -> isEnvelope(value) || isEnvelope(value.get("payload")))) {
      extend("debezium", "$row.", MappingSuggestion::row);
    } else if (many(value -> value.containsKey("specversion"))
        || samples.stream().anyMatch(MappingSuggestion::isBinaryCloudEvent)) {
      extend(
          "cloudevents", "$data.", value -> value.containsKey("data") ? value.get("data") : value);
    } else if (many(
        value ->
            value.containsKey("admin_graphql_api_id")
                || value.containsKey("body_html")
                || String.valueOf(value.get("id")).startsWith("gid://shopify/"))) {
      lines.add("extends: shopify-product");
    } else if (many(
        value ->
            "content#product".equals(value.get("kind"))
                || value.containsKey("offerId")
                || (value.containsKey("image_link") && value.containsKey("title")))) {
      lines.add("extends: google-merchant");
    } else {
      fields("", leaves(value -> value), List.of());
    }
  }

  private void extend(String ready, String prefix, Function<Map<?, ?>, Object> part) {
    lines.add("extends: " + ready);
    readyText = EventMapping.readyText(ready);
    fields(prefix, leaves(part), List.of("id", "delete", "updated-at"));
  }

  private void fields(String prefix, Collection<Leaf> leaves, List<String> known) {
    Map<String, FieldGuess> guesses = new LinkedHashMap<>();
    guesses.put("id", FieldGuess.ID);
    guesses.put("title", FieldGuess.TITLE);
    guesses.put("description", FieldGuess.DESCRIPTION);
    guesses.put("category", FieldGuess.CATEGORY);
    guesses.put("updated-at", FieldGuess.UPDATED_AT);
    guesses.forEach(
        (field, guess) -> {
          if (!known.contains(field)) {
            line(field, guess.among(leaves).map(leaf -> prefix + leaf.path()).stream().toList());
          }
        });
    line("images", images(prefix, leaves));
    if (!known.contains("delete")) {
      line("delete", delete(leaves).stream().toList());
    }
    attributes(prefix, leaves);
  }

  /** Adds a line, unless the ready mapping looks at these paths itself. */
  private void line(String field, List<String> paths) {
    if (paths.isEmpty()) {
      lines.add("# " + field + ": nothing found");
    } else if (!paths.stream().allMatch(readyText::contains)) {
      String text = paths.size() == 1 ? paths.get(0) : "[" + String.join(", ", paths) + "]";
      lines.add(field + ": " + quoted(text));
    }
  }

  private static List<String> images(String prefix, Collection<Leaf> leaves) {
    List<String> paths = new ArrayList<>();
    FieldGuess.IMAGES.among(leaves).ifPresent(leaf -> paths.add(prefix + leaf.path()));
    leaves.stream()
        .filter(FieldGuess::isImageUrl)
        .map(leaf -> prefix + leaf.path())
        .filter(path -> !paths.contains(path))
        .forEach(paths::add);
    return paths;
  }

  private static Optional<String> delete(Collection<Leaf> leaves) {
    Optional<Leaf> flag = FieldGuess.DELETED.among(leaves);
    if (flag.isPresent()) {
      return flag.map(Leaf::path);
    }
    return FieldGuess.EVENT_TYPE
        .among(leaves)
        .map(
            leaf ->
                leaf.path()
                    + " in ["
                    + String.join(
                        ", ",
                        leaf.values().stream()
                            .filter(FieldGuess::isDeletion)
                            .map(value -> "'" + value + "'")
                            .toList())
                    + "]");
  }

  private void attributes(String prefix, Collection<Leaf> leaves) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Leaf leaf : leaves) {
      if (ATTRIBUTES.containsKey(leaf.name())) {
        found.putIfAbsent(ATTRIBUTES.get(leaf.name()), prefix + leaf.path());
      }
    }
    if (found.isEmpty()) {
      lines.add("# attributes: nothing found");
      return;
    }
    lines.add("attributes:");
    found.forEach((task, path) -> lines.add("  " + task + ": " + quoted(path)));
  }

  /** YAML quotes where a plain text would mean something else. */
  private static String quoted(String expression) {
    boolean plain = expression.matches("[$A-Za-z_][A-Za-z0-9_.$]*");
    return plain
        ? expression
        : "\"" + expression.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private boolean many(Predicate<Map<?, ?>> test) {
    long matching =
        samples.stream().filter(sample -> test.test((Map<?, ?>) sample.value())).count();
    return matching > 0 && matching * 3 >= samples.size();
  }

  private Collection<Leaf> leaves(Function<Map<?, ?>, Object> part) {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    samples.forEach(
        sample -> Leaf.collect(part.apply((Map<?, ?>) sample.value()), List.of(), leaves));
    return leaves.values();
  }

  private static boolean isEnvelope(Object value) {
    return value instanceof Map<?, ?> map
        && map.containsKey("op")
        && (map.containsKey("after") || map.containsKey("before"));
  }

  private static Object row(Map<?, ?> value) {
    Map<?, ?> event = value.get("payload") instanceof Map<?, ?> payload ? payload : value;
    return event.get("after") != null ? event.get("after") : event.get("before");
  }

  private static boolean isBinaryCloudEvent(Sample sample) {
    return sample.received().headers().lastHeader("ce_specversion") != null;
  }
}

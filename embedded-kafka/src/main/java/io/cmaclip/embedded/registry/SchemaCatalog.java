package io.cmaclip.embedded.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The registry's state: schemas by id, versions by subject, compatibility levels. Only {@link
 * #apply} changes it. Guarded by the caller.
 */
final class SchemaCatalog {
  /**
   * A version of a subject.
   *
   * @param deleted soft-deleted: hidden, but still available by id
   */
  record Version(String subject, int number, int id, boolean deleted) {}

  private final List<SchemaText> textsById = new ArrayList<>();
  private final Map<SchemaText, Integer> ids = new HashMap<>();
  private final Map<UUID, SchemaText> textsByGuid = new HashMap<>();
  private final NavigableMap<String, NavigableMap<Integer, Version>> subjects = new TreeMap<>();

  /** Numbers are never reused, even after a permanent deletion. */
  private final Map<String, Integer> newestNumbers = new HashMap<>();

  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private CompatibilityLevel globalLevel = CompatibilityLevel.BACKWARD;

  void apply(RegistryEvent event) {
    if (event instanceof RegistryEvent.Registered registered) {
      apply(registered);
    } else if (event instanceof RegistryEvent.Deleted deleted) {
      apply(deleted);
    } else if (event instanceof RegistryEvent.LevelSet set) {
      apply(set);
    }
  }

  private void apply(RegistryEvent.Registered event) {
    if (event.id() == nextId()) {
      textsById.add(event.text());
      ids.put(event.text(), event.id());
      textsByGuid.put(event.text().guid(), event.text());
    }
    subjects
        .computeIfAbsent(event.subject(), s -> new TreeMap<>())
        .put(event.version(), new Version(event.subject(), event.version(), event.id(), false));
    newestNumbers.merge(event.subject(), event.version(), Math::max);
  }

  private void apply(RegistryEvent.Deleted event) {
    NavigableMap<Integer, Version> versions = subjects.get(event.subject());
    if (event.permanent()) {
      versions.remove(event.version());
      if (versions.isEmpty()) {
        subjects.remove(event.subject());
      }
    } else {
      versions.computeIfPresent(
          event.version(), (number, v) -> new Version(v.subject(), number, v.id(), true));
    }
  }

  private void apply(RegistryEvent.LevelSet event) {
    if (event.subject() == null) {
      globalLevel = event.level() == null ? CompatibilityLevel.BACKWARD : event.level();
    } else if (event.level() == null) {
      levels.remove(event.subject());
    } else {
      levels.put(event.subject(), event.level());
    }
  }

  /** Id of the next new schema; ids start at 1. */
  int nextId() {
    return textsById.size() + 1;
  }

  int nextNumber(String subject) {
    return newestNumbers.getOrDefault(subject, 0) + 1;
  }

  Optional<Integer> idOf(SchemaText text) {
    return Optional.ofNullable(ids.get(text));
  }

  Optional<SchemaText> byId(long id) {
    return id >= 1 && id <= textsById.size()
        ? Optional.of(textsById.get((int) id - 1))
        : Optional.empty();
  }

  Optional<SchemaText> byGuid(UUID guid) {
    return Optional.ofNullable(textsByGuid.get(guid));
  }

  List<String> subjects(boolean withDeleted) {
    return subjects.keySet().stream().filter(s -> !versions(s, withDeleted).isEmpty()).toList();
  }

  /** Versions of a subject, oldest first; empty for an unknown subject. */
  List<Version> versions(String subject, boolean withDeleted) {
    NavigableMap<Integer, Version> versions = subjects.get(subject);
    return versions == null
        ? List.of()
        : versions.values().stream().filter(v -> withDeleted || !v.deleted()).toList();
  }

  /** The versions of all subjects with this schema id. */
  List<Version> holders(int id, boolean withDeleted) {
    return subjects.keySet().stream()
        .flatMap(subject -> versions(subject, withDeleted).stream())
        .filter(version -> version.id() == id)
        .toList();
  }

  /** Whether a live version references this version. */
  boolean isReferredTo(String subject, int number) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(version -> !version.deleted())
        .flatMap(version -> textsById.get(version.id() - 1).references().stream())
        .anyMatch(r -> r.subject().equals(subject) && r.version() == number);
  }

  CompatibilityLevel globalLevel() {
    return globalLevel;
  }

  Optional<CompatibilityLevel> levelOf(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }
}

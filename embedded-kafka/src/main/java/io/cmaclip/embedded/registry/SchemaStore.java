package io.cmaclip.embedded.registry;

import io.cmaclip.embedded.registry.SchemaCatalog.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * The registry's rules for registration, change and deletion. A change is on disk before the
 * response. Thread-safe: every method holds this object's monitor.
 */
final class SchemaStore {
  private final SchemaCatalog catalog = new SchemaCatalog();
  private final SchemaParsing parsing = new SchemaParsing(this::referred);
  private final Journal journal;

  /** Restores the state from the journal; a null journal keeps schemas in memory. */
  SchemaStore(Journal journal) {
    this.journal = journal;
    if (journal != null) {
      journal.past().forEach(catalog::apply);
    }
  }

  /** Registers a schema unless it is registered; returns its id. */
  synchronized int register(String subject, SchemaText given, boolean normalize) {
    SchemaText text = parsing.canonical(given, normalize);
    Version present = find(subject, text, false);
    if (present != null) {
      return present.id();
    }
    List<String> incompatibilities = incompatibilities(subject, text, liveVersions(subject));
    if (!incompatibilities.isEmpty()) {
      throw ApiException.incompatible(subject, incompatibilities);
    }
    int id = catalog.idOf(text).orElse(catalog.nextId());
    change(List.of(new RegistryEvent.Registered(subject, catalog.nextNumber(subject), id, text)));
    return id;
  }

  /** The version with exactly this schema. */
  synchronized Version lookUp(
      String subject, SchemaText given, boolean normalize, boolean withDeleted) {
    existing(subject, withDeleted);
    Version found = find(subject, parsing.canonical(given, normalize), withDeleted);
    if (found == null) {
      throw ApiException.schemaNotFound();
    }
    return found;
  }

  synchronized List<String> subjects(boolean withDeleted) {
    return catalog.subjects(withDeleted);
  }

  synchronized List<Version> versions(String subject, boolean withDeleted) {
    return existing(subject, withDeleted);
  }

  synchronized Version version(String subject, VersionName name, boolean withDeleted) {
    return name.in(existing(subject, withDeleted));
  }

  synchronized SchemaText text(long id) {
    return catalog.byId(id).orElseThrow(() -> ApiException.schemaIdNotFound(id));
  }

  synchronized SchemaText text(UUID guid) {
    return catalog.byGuid(guid).orElseThrow(ApiException::schemaNotFound);
  }

  synchronized List<Version> holders(long id, boolean withDeleted) {
    text(id);
    return catalog.holders((int) id, withDeleted);
  }

  synchronized int newestId() {
    return catalog.nextId() - 1;
  }

  /** Incompatibilities of a schema with one version, or with all if {@code after} is null. */
  synchronized List<String> incompatibilities(
      String subject, SchemaText given, VersionName after, boolean normalize) {
    SchemaText text = parsing.canonical(given, normalize);
    List<Version> live = catalog.versions(subject, false);
    if (after == null) {
      return incompatibilities(subject, text, live);
    }
    if (live.isEmpty() && !after.isLatest()) {
      throw ApiException.subjectNotFound(subject);
    }
    return live.isEmpty() ? List.of() : incompatibilities(subject, text, List.of(after.in(live)));
  }

  synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
    List<Version> all = catalog.versions(subject, true);
    if (all.isEmpty()) {
      throw ApiException.subjectNotFound(subject);
    }
    List<Version> live = catalog.versions(subject, false);
    if (permanent && !live.isEmpty()) {
      throw ApiException.subjectNotSoftDeleted(subject);
    }
    if (!permanent && live.isEmpty()) {
      throw ApiException.subjectSoftDeleted(subject);
    }
    return delete(permanent ? all : live, permanent);
  }

  synchronized int deleteVersion(String subject, VersionName name, boolean permanent) {
    Version version = name.in(existing(subject, true));
    if (permanent && !version.deleted()) {
      throw ApiException.versionNotSoftDeleted(subject, version.number());
    }
    if (!permanent && version.deleted()) {
      throw ApiException.versionSoftDeleted(subject, version.number());
    }
    return delete(List.of(version), permanent).get(0);
  }

  synchronized CompatibilityLevel level() {
    return catalog.globalLevel();
  }

  synchronized CompatibilityLevel level(String subject, boolean orGlobal) {
    return catalog
        .levelOf(subject)
        .orElseGet(
            () -> {
              if (!orGlobal) {
                throw ApiException.noSubjectConfig(subject);
              }
              return catalog.globalLevel();
            });
  }

  /** Sets the level of a subject; a null subject sets the global level. */
  synchronized void setLevel(String subject, CompatibilityLevel level) {
    change(List.of(new RegistryEvent.LevelSet(subject, level)));
  }

  /** Restores the default level; returns the previous level. */
  synchronized CompatibilityLevel clearLevel(String subject) {
    CompatibilityLevel before = subject == null ? level() : level(subject, false);
    change(List.of(new RegistryEvent.LevelSet(subject, null)));
    return before;
  }

  private List<Integer> delete(List<Version> versions, boolean permanent) {
    for (Version version : versions) {
      if (catalog.isReferredTo(version.subject(), version.number())) {
        throw ApiException.referenceExists(version.subject(), version.number());
      }
    }
    change(
        versions.stream()
            .map(v -> new RegistryEvent.Deleted(v.subject(), v.number(), permanent))
            .toList());
    return versions.stream().map(Version::number).toList();
  }

  private void change(List<? extends RegistryEvent> events) {
    if (journal != null) {
      try {
        journal.append(events);
      } catch (IOException e) {
        throw ApiException.storeFailed(e.getMessage());
      }
    }
    events.forEach(catalog::apply);
  }

  private List<String> incompatibilities(String subject, SchemaText text, List<Version> earlier) {
    CompatibilityLevel level = level(subject, true);
    if (level == CompatibilityLevel.NONE) {
      return List.of();
    }
    for (Version version : earlier) {
      if (!Objects.equals(text(version.id()).type(), text.type())) {
        return List.of("version " + version.number() + " has another schema type");
      }
    }
    if (!text.isAvro()) {
      return List.of();
    }
    Schema candidate = parsing.parse(text);
    List<Schema> schemas = new ArrayList<>();
    earlier.forEach(version -> schemas.add(parsing.parse(text(version.id()))));
    return level.incompatibilities(candidate, schemas);
  }

  private List<Version> liveVersions(String subject) {
    return catalog.versions(subject, false);
  }

  private List<Version> existing(String subject, boolean withDeleted) {
    List<Version> versions = catalog.versions(subject, withDeleted);
    if (versions.isEmpty()) {
      throw ApiException.subjectNotFound(subject);
    }
    return versions;
  }

  private Version find(String subject, SchemaText text, boolean withDeleted) {
    Integer id = catalog.idOf(text).orElse(null);
    return id == null
        ? null
        : catalog.versions(subject, withDeleted).stream()
            .filter(version -> version.id() == id)
            .reduce((earlier, later) -> later)
            .orElse(null);
  }

  private SchemaText referred(SchemaText.Reference reference) {
    return catalog.versions(reference.subject(), true).stream()
        .filter(version -> version.number() == reference.version())
        .findFirst()
        .map(version -> text(version.id()))
        .orElseThrow(
            () ->
                ApiException.invalidSchema(
                    "reference to subject "
                        + reference.subject()
                        + " version "
                        + reference.version()
                        + ", which does not exist"));
  }
}

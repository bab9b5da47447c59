package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A change of the registry's state. Replaying all events in order restores the state. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RegistryEvent.Registered.class, name = "registered"),
  @JsonSubTypes.Type(value = RegistryEvent.Deleted.class, name = "deleted"),
  @JsonSubTypes.Type(value = RegistryEvent.LevelSet.class, name = "level")
})
sealed interface RegistryEvent {
  /** A new version of a subject; the id is new, or belongs to an equal schema. */
  record Registered(String subject, int version, int id, SchemaText text)
      implements RegistryEvent {}

  /** A soft or permanent deletion of a version. */
  record Deleted(String subject, int version, boolean permanent) implements RegistryEvent {}

  /**
   * A new compatibility level.
   *
   * @param subject null for the global level
   * @param level null restores the default
   */
  record LevelSet(String subject, CompatibilityLevel level) implements RegistryEvent {}
}

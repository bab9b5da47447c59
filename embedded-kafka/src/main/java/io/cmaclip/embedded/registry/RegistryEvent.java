package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A change of the registry's state; the state is what all events in order make of an empty one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RegistryEvent.Registered.class, name = "registered"),
  @JsonSubTypes.Type(value = RegistryEvent.Deleted.class, name = "deleted"),
  @JsonSubTypes.Type(value = RegistryEvent.LevelSet.class, name = "level")
})
sealed interface RegistryEvent {
  /** A new version under a subject; the id is new or that of the same text elsewhere. */
  record Registered(String subject, int version, int id, SchemaText text)
      implements RegistryEvent {}

  /** A version hidden, or gone for good. */
  record Deleted(String subject, int version, boolean permanent) implements RegistryEvent {}

  /**
   * A compatibility level chosen.
   *
   * @param subject null for the global one
   * @param level null to go back to the default
   */
  record LevelSet(String subject, CompatibilityLevel level) implements RegistryEvent {}
}

package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.util.function.Function;

/** Translates failures of the registry into those of a deserializer. */
final class SchemaLookup {
  private SchemaLookup() {}

  /**
   * Looks up the schema of a record.
   *
   * @throws UndecodableRecordException if the registry has no usable schema under the id
   * @throws RegistryUnavailableException if the registry does not answer, or rejects the request
   */
  static <T> T of(SchemaId id, Function<SchemaId, T> lookup) {
    try {
      return lookup.apply(id);
    } catch (RegistryRefusalException refusal) {
      if (refusal.isNotFound()) {
        throw new UndecodableRecordException("unknown schema " + id, refusal);
      }
      throw new RegistryUnavailableException(
          "schema registry rejects schema " + id + ": " + refusal.getMessage(), refusal);
    } catch (UnreadableSchemaException unreadable) {
      throw new UndecodableRecordException(
          "schema " + id + ": " + unreadable.getMessage(), unreadable);
    }
  }
}

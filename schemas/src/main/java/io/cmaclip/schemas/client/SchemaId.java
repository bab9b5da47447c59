package io.cmaclip.schemas.client;

import java.util.UUID;

/** Identifies a schema in a registry. */
public sealed interface SchemaId {
  /** The schema's path below the registry's address. */
  String path();

  /** A global id, at least 0. */
  record Numeric(int id) implements SchemaId {
    @Override
    public String path() {
      return "/schemas/ids/" + id + "?fetchMaxId=false";
    }

    @Override
    public String toString() {
      return "id " + id;
    }
  }

  /** A globally unique id, known to registries of Confluent Platform 8 and later. */
  record Guid(UUID guid) implements SchemaId {
    static final String PATH = "/schemas/guids/";

    @Override
    public String path() {
      return PATH + guid;
    }

    @Override
    public String toString() {
      return "GUID " + guid;
    }
  }
}

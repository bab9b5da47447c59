package io.cmaclip.schemas.client;

import org.apache.avro.Schema;

/**
 * A schema as a registry holds it.
 *
 * @param id global id, at least 1
 * @param version version under its subject, from 1
 */
public record RegisteredSchema(int id, int version, Schema schema) {}

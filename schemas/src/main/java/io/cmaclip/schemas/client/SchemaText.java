package io.cmaclip.schemas.client;

import java.util.Map;

/**
 * A registered schema as text.
 *
 * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
 * @param references texts of the schemas that it references, by the name under which it does
 */
public record SchemaText(String type, String text, Map<String, String> references) {}

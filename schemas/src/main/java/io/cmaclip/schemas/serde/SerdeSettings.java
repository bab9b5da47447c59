package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.SettingReader;
import java.util.Map;

/**
 * How records are written and read, by Confluent's keys and with Confluent's defaults.
 *
 * @param autoRegister register the schema of what is written ({@code auto.register.schemas})
 * @param useLatest otherwise write by the newest registered version ({@code use.latest.version});
 *     otherwise the schema must be registered already
 * @param latestStrict refuse a newest version whose data this schema could not read ({@code
 *     latest.compatibility.strict})
 * @param normalize let the registry treat schemas alike that differ in form only ({@code
 *     normalize.schemas})
 * @param removeJavaProperties register without {@code avro.java.string} ({@code
 *     avro.remove.java.properties})
 * @param specificReader generated classes rather than generic records ({@code
 *     specific.avro.reader})
 */
record SerdeSettings(
    boolean isKey,
    SubjectNaming subjectNaming,
    boolean autoRegister,
    boolean useLatest,
    boolean latestStrict,
    boolean normalize,
    boolean removeJavaProperties,
    boolean specificReader) {
  static final String SPECIFIC_READER = "specific.avro.reader";

  static SerdeSettings from(Map<String, ?> config, boolean isKey) {
    SettingReader reader = new SettingReader(config);
    String namingKey = (isKey ? "key" : "value") + ".subject.name.strategy";
    return new SerdeSettings(
        isKey,
        SubjectNaming.named(namingKey, reader.text(namingKey, "TopicNameStrategy")),
        reader.flag("auto.register.schemas", true),
        reader.flag("use.latest.version", false),
        reader.flag("latest.compatibility.strict", true),
        reader.flag("normalize.schemas", false),
        reader.flag("avro.remove.java.properties", false),
        reader.flag(SPECIFIC_READER, false));
  }
}

package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.SettingReader;
import java.util.Map;

/**
 * Serde settings with Confluent's keys and defaults.
 *
 * @param autoRegister {@code auto.register.schemas}
 * @param useLatest {@code use.latest.version}; used without {@code autoRegister}
 * @param latestStrict {@code latest.compatibility.strict}
 * @param normalize {@code normalize.schemas}
 * @param removeJavaProperties {@code avro.remove.java.properties}
 * @param specificReader {@code specific.avro.reader}
 * @param anyRecordName {@code avro.any.record.name}, not a key of Confluent's: read records with
 *     another name if their fields fit
 */
record SerdeSettings(
    boolean isKey,
    SubjectNaming subjectNaming,
    boolean autoRegister,
    boolean useLatest,
    boolean latestStrict,
    boolean normalize,
    boolean removeJavaProperties,
    boolean specificReader,
    boolean anyRecordName) {
  static final String SPECIFIC_READER = "specific.avro.reader";
  static final String ANY_RECORD_NAME = "avro.any.record.name";

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
        reader.flag(SPECIFIC_READER, false),
        reader.flag(ANY_RECORD_NAME, true));
  }
}

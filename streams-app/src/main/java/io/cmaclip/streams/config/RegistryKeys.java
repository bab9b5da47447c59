package io.cmaclip.streams.config;

/** Settings of the schema registry, under Confluent's names. */
public final class RegistryKeys {
  static final String SECTION = "Schema registry";
  private static final int HOUR_MS = 3_600_000;

  public static final ConfigKey<String> URL =
      new ConfigKey<>(
          "schema.registry.url",
          SECTION,
          "Address of the schema registry, or several with commas between.",
          "",
          ValueTypes.text(
              "http:// or https:// addresses, or embedded: (in this process, in memory), or embedded:FOLDER"),
          null,
          "required (--registry)",
          "Name several when one registry that is down must not make listings wait.");

  public static final ConfigKey<Boolean> AUTO_REGISTER =
      new ConfigKey<>(
          "auto.register.schemas",
          SECTION,
          "Whether the service registers its own schemas.",
          "",
          ValueTypes.bool(),
          true,
          null,
          "Set false where schemas are registered by a release process.");

  public static final ConfigKey<Boolean> USE_LATEST =
      new ConfigKey<>(
          "use.latest.version",
          SECTION,
          "Whether to write with the subject's latest schema instead of the service's own.",
          "",
          ValueTypes.bool(),
          false,
          null,
          "Set true together with auto.register.schemas = false when the registry's version leads.");

  public static final ConfigKey<String> AUTH_SOURCE =
      new ConfigKey<>(
          "basic.auth.credentials.source",
          SECTION,
          "Where the registry's user and password come from.",
          "",
          ValueTypes.choice("URL", "USER_INFO"),
          null,
          "none",
          "Set USER_INFO when the start ends with 401; URL takes what stands in the address.");

  public static final ConfigKey<String> AUTH_USER_INFO =
      new ConfigKey<>(
          "basic.auth.user.info",
          SECTION,
          "user:password for the registry.",
          "",
          ValueTypes.secret("user:password"),
          null,
          "none",
          "Set it, with USER_INFO as the source, when the start ends with 401.");

  public static final ConfigKey<String> SUBJECT_NAME_STRATEGY =
      new ConfigKey<>(
          "value.subject.name.strategy",
          SECTION,
          "How a schema's subject is named.",
          "",
          ValueTypes.text(
              "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without"
                  + " Confluent's package"),
          null,
          "TopicNameStrategy",
          "Set what your other clients use when the registry shows two subjects for one schema.");

  static final ConfigKey<String> SERDE_CLASS =
      text(
          "serde.class",
          "Whose classes read and write records: ours, or Confluent's from a build with the Maven"
              + " profile confluent.",
          ValueTypes.choice(
              "io.cmaclip.schemas.serde.EventSerdes",
              "io.confluent.kafka.serializers.KafkaAvroSerializer",
              "io.confluent.kafka.serializers.KafkaAvroDeserializer",
              "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde"),
          "ours",
          "Name Confluent's when a setting of its serdes is needed that this page lacks.");

  static final ConfigKey<Boolean> LATEST_STRICT =
      flag(
          "latest.compatibility.strict",
          "With use.latest.version: whether a latest schema that the service's own could not read is"
              + " refused.",
          true,
          "Set false when the start is refused although the latest schema is meant to differ.");

  static final ConfigKey<Boolean> NORMALIZE =
      flag(
          "normalize.schemas",
          "Whether the registry treats schemas alike that differ in form only.",
          false,
          "Set true when a new version appears although nothing but the form has changed.");

  static final ConfigKey<Boolean> REMOVE_JAVA_PROPERTIES =
      flag(
          "avro.remove.java.properties",
          "Whether schemas are registered without the hint for Java that generated classes carry.",
          false,
          "Set true when schemas of other languages and ours count as different.");

  static final ConfigKey<String> BEARER_SOURCE =
      text(
          "bearer.auth.credentials.source",
          "Where the registry's bearer token comes from.",
          ValueTypes.choice("STATIC_TOKEN"),
          "none",
          "Set STATIC_TOKEN when the registry takes tokens and no passwords.");

  static final ConfigKey<String> BEARER_TOKEN =
      text(
          "bearer.auth.token",
          "Bearer token for the registry.",
          ValueTypes.secret("the token"),
          "none",
          "Set a new one when the start ends with 401.");

  static final ConfigKey<String> TRUST_STORE =
      text(
          "schema.registry.ssl.truststore.location",
          "Certificates the registry's is checked against.",
          ValueTypes.readableFile("a JKS, PKCS12 or PEM file"),
          "the JDK's",
          "Set it when the start ends with: unable to find valid certification path.");

  static final ConfigKey<String> TRUST_STORE_TYPE =
      text(
          "schema.registry.ssl.truststore.type",
          "Format of that file.",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS",
          "Set it when that file cannot be loaded.");

  static final ConfigKey<String> TRUST_STORE_PASSWORD =
      text(
          "schema.registry.ssl.truststore.password",
          "Password of that file.",
          ValueTypes.secret("the password"),
          "none",
          "Set it when that file has one.");

  static final ConfigKey<String> KEY_STORE =
      text(
          "schema.registry.ssl.keystore.location",
          "The service's own certificate and key, where the registry asks for one.",
          ValueTypes.readableFile("a JKS, PKCS12 or PEM file"),
          "none",
          "Set it when the registry ends the handshake for want of a certificate.");

  static final ConfigKey<String> KEY_STORE_TYPE =
      text(
          "schema.registry.ssl.keystore.type",
          "Format of that file.",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS",
          "Set it when that file cannot be loaded.");

  static final ConfigKey<String> KEY_STORE_PASSWORD =
      text(
          "schema.registry.ssl.keystore.password",
          "Password of that file.",
          ValueTypes.secret("the password"),
          "none",
          "Set it when that file has one.");

  static final ConfigKey<String> KEY_PASSWORD =
      text(
          "schema.registry.ssl.key.password",
          "Password of the key in it.",
          ValueTypes.secret("the password"),
          "the file's",
          "Set it when it is not the password of the file.");

  static final ConfigKey<Integer> CONNECT_TIMEOUT =
      number(
          "http.connect.timeout.ms",
          "Longest wait for a connection to the registry.",
          "milliseconds",
          1,
          5_000,
          "Raise it when a far registry times out though it is well.");

  static final ConfigKey<Integer> READ_TIMEOUT =
      number(
          "http.read.timeout.ms",
          "Longest wait for the registry's answer.",
          "milliseconds",
          1,
          10_000,
          "Raise it when a slow registry times out; lower it to try the next address sooner.");

  static final ConfigKey<Integer> RETRIES =
      number(
          "max.retries",
          "How often the registry is asked again, at every address, before a listing waits for it.",
          "requests",
          0,
          3,
          "Raise it when short troubles of the registry end the start; lower it to be told sooner.");

  private RegistryKeys() {}

  private static ConfigKey<String> text(
      String name, String meaning, ValueType<String> type, String whenUnset, String symptom) {
    return new ConfigKey<>(name, SECTION, meaning, "", type, null, whenUnset, symptom);
  }

  private static ConfigKey<Boolean> flag(
      String name, String meaning, boolean fallback, String symptom) {
    return new ConfigKey<>(name, SECTION, meaning, "", ValueTypes.bool(), fallback, null, symptom);
  }

  private static ConfigKey<Integer> number(
      String name, String meaning, String unit, int least, int fallback, String symptom) {
    int most = unit.equals("milliseconds") ? HOUR_MS : 1000;
    return new ConfigKey<>(
        name, SECTION, meaning, unit, ValueTypes.integer(least, most), fallback, null, symptom);
  }
}

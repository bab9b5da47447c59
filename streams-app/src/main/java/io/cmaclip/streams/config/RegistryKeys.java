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
          "");

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
          "");

  public static final ConfigKey<String> AUTH_USER_INFO =
      new ConfigKey<>(
          "basic.auth.user.info",
          SECTION,
          "user:password for the registry; best given by the environment.",
          "",
          ValueTypes.secret("user:password"),
          null,
          "none",
          "");

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
          "");

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
          "ours");

  static final ConfigKey<Boolean> LATEST_STRICT =
      flag(
          "latest.compatibility.strict",
          "With use.latest.version: whether a latest schema that the service's own could not read is"
              + " refused.",
          true);

  static final ConfigKey<Boolean> NORMALIZE =
      flag(
          "normalize.schemas",
          "Whether the registry treats schemas alike that differ in form only.",
          false);

  static final ConfigKey<Boolean> REMOVE_JAVA_PROPERTIES =
      flag(
          "avro.remove.java.properties",
          "Whether schemas are registered without the hint for Java that generated classes carry.",
          false);

  static final ConfigKey<String> BEARER_SOURCE =
      text(
          "bearer.auth.credentials.source",
          "Where the registry's bearer token comes from.",
          ValueTypes.choice("STATIC_TOKEN"),
          "none");

  static final ConfigKey<String> BEARER_TOKEN =
      text(
          "bearer.auth.token",
          "Bearer token for the registry; best given by the environment.",
          ValueTypes.secret("the token"),
          "none");

  static final ConfigKey<String> TRUST_STORE =
      text(
          "schema.registry.ssl.truststore.location",
          "Certificates the registry's is checked against.",
          ValueTypes.text("a JKS, PKCS12 or PEM file"),
          "the JDK's");

  static final ConfigKey<String> TRUST_STORE_TYPE =
      text(
          "schema.registry.ssl.truststore.type",
          "Format of that file.",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS");

  static final ConfigKey<String> TRUST_STORE_PASSWORD =
      text(
          "schema.registry.ssl.truststore.password",
          "Password of that file.",
          ValueTypes.secret("the password"),
          "none");

  static final ConfigKey<String> KEY_STORE =
      text(
          "schema.registry.ssl.keystore.location",
          "The service's own certificate and key, where the registry asks for one.",
          ValueTypes.text("a JKS, PKCS12 or PEM file"),
          "none");

  static final ConfigKey<String> KEY_STORE_TYPE =
      text(
          "schema.registry.ssl.keystore.type",
          "Format of that file.",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS");

  static final ConfigKey<String> KEY_STORE_PASSWORD =
      text(
          "schema.registry.ssl.keystore.password",
          "Password of that file.",
          ValueTypes.secret("the password"),
          "none");

  static final ConfigKey<String> KEY_PASSWORD =
      text(
          "schema.registry.ssl.key.password",
          "Password of the key in it.",
          ValueTypes.secret("the password"),
          "the file's");

  static final ConfigKey<Integer> CONNECT_TIMEOUT =
      number(
          "http.connect.timeout.ms",
          "Longest wait for a connection to the registry.",
          "milliseconds",
          1,
          5_000);

  static final ConfigKey<Integer> READ_TIMEOUT =
      number(
          "http.read.timeout.ms",
          "Longest wait for the registry's answer.",
          "milliseconds",
          1,
          10_000);

  static final ConfigKey<Integer> RETRIES =
      number(
          "max.retries",
          "How often the registry is asked again, at every address, before a listing waits for it.",
          "requests",
          0,
          3);

  private RegistryKeys() {}

  private static ConfigKey<String> text(
      String name, String meaning, ValueType<String> type, String whenUnset) {
    return new ConfigKey<>(name, SECTION, meaning, "", type, null, whenUnset, "");
  }

  private static ConfigKey<Boolean> flag(String name, String meaning, boolean fallback) {
    return new ConfigKey<>(name, SECTION, meaning, "", ValueTypes.bool(), fallback, null, "");
  }

  private static ConfigKey<Integer> number(
      String name, String meaning, String unit, int least, int fallback) {
    int most = unit.equals("milliseconds") ? HOUR_MS : 1000;
    return new ConfigKey<>(
        name, SECTION, meaning, unit, ValueTypes.integer(least, most), fallback, null, "");
  }
}

package io.cmaclip.streams.config;

/** Settings of the schema registry, under Confluent's names. */
public final class RegistryKeys {
  static final Section SECTION = new Section("Schema registry");
  private static final int HOUR_MS = 3_600_000;

  public static final ConfigKey<String> URL =
      SECTION.optional(
          "schema.registry.url",
          ValueTypes.text(
              "http:// or https:// addresses, or embedded: (in this process, in memory), or embedded:FOLDER"),
          "required (--registry)",
          "Address of the schema registry, or several with commas between.",
          "Name several when one registry that is down must not make listings wait.");

  public static final ConfigKey<Boolean> AUTO_REGISTER =
      SECTION.key(
          "auto.register.schemas",
          ValueTypes.bool(),
          true,
          "Whether the service registers its own schemas.",
          "Set false where schemas are registered by a release process.");

  public static final ConfigKey<Boolean> USE_LATEST =
      SECTION.key(
          "use.latest.version",
          ValueTypes.bool(),
          false,
          "Whether to write with the subject's latest schema instead of the service's own.",
          "Set true together with auto.register.schemas = false when the registry's version leads.");

  public static final ConfigKey<String> AUTH_SOURCE =
      SECTION.optional(
          "basic.auth.credentials.source",
          ValueTypes.choice("URL", "USER_INFO"),
          "none",
          "Where the registry's user and password come from.",
          "Set USER_INFO when the start ends with 401; URL takes what stands in the address.");

  public static final ConfigKey<String> AUTH_USER_INFO =
      SECTION.optional(
          "basic.auth.user.info",
          ValueTypes.secret("user:password"),
          "none",
          "user:password for the registry.",
          "Set it, with USER_INFO as the source, when the start ends with 401.");

  public static final ConfigKey<String> SUBJECT_NAME_STRATEGY =
      SECTION.optional(
          "value.subject.name.strategy",
          ValueTypes.text(
              "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without"
                  + " Confluent's package"),
          "TopicNameStrategy",
          "How a schema's subject is named.",
          "Set what your other clients use when the registry shows two subjects for one schema.");

  static final ConfigKey<String> SERDE_CLASS =
      SECTION.optional(
          "serde.class",
          ValueTypes.choice(
              "io.cmaclip.schemas.serde.EventSerdes",
              "io.confluent.kafka.serializers.KafkaAvroSerializer",
              "io.confluent.kafka.serializers.KafkaAvroDeserializer",
              "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde"),
          "ours",
          "Whose classes read and write records: ours, or Confluent's from a build with the Maven"
              + " profile confluent.",
          "Name Confluent's when a setting of its serdes is needed that this page lacks.");

  static final ConfigKey<Boolean> LATEST_STRICT =
      SECTION.key(
          "latest.compatibility.strict",
          ValueTypes.bool(),
          true,
          "With use.latest.version: whether a latest schema that the service's own could not read is"
              + " refused.",
          "Set false when the start is refused although the latest schema is meant to differ.");

  static final ConfigKey<Boolean> NORMALIZE =
      SECTION.key(
          "normalize.schemas",
          ValueTypes.bool(),
          false,
          "Whether the registry treats schemas alike that differ in form only.",
          "Set true when a new version appears although nothing but the form has changed.");

  static final ConfigKey<Boolean> REMOVE_JAVA_PROPERTIES =
      SECTION.key(
          "avro.remove.java.properties",
          ValueTypes.bool(),
          false,
          "Whether schemas are registered without the hint for Java that generated classes carry.",
          "Set true when schemas of other languages and ours count as different.");

  static final ConfigKey<Boolean> ANY_RECORD_NAME =
      SECTION.key(
          "avro.any.record.name",
          ValueTypes.bool(),
          true,
          "Whether a listing may have any Avro record name and namespace, as Flink SQL and ksqlDB"
              + " write them. Its fields must fit: listingId, and title or images.",
          "Set false when the listings topic also carries records of other types.");

  static final ConfigKey<Integer> LATEST_TTL =
      SECTION.key(
          "latest.cache.ttl.sec",
          ValueTypes.integer(-1, Integer.MAX_VALUE, "seconds"),
          -1,
          "With use.latest.version: how long the latest schema is cached; -1 for no limit.",
          "Set it when a new version must be used without a restart.");

  static final ConfigKey<Integer> UNKNOWN_ID_TTL =
      SECTION.key(
          "missing.id.cache.ttl.sec",
          ValueTypes.integer(0, 86_400, "seconds"),
          5,
          "How long a schema id that the registry does not know is cached as unknown.",
          "Lower it when a registry's replicas learn new schemas late; raise it when corrupted"
              + " records cause many requests.");

  static final ConfigKey<String> BEARER_SOURCE =
      SECTION.optional(
          "bearer.auth.credentials.source",
          ValueTypes.choice("STATIC_TOKEN"),
          "none",
          "Where the registry's bearer token comes from.",
          "Set STATIC_TOKEN when the registry takes tokens and no passwords.");

  static final ConfigKey<String> BEARER_TOKEN =
      SECTION.optional(
          "bearer.auth.token",
          ValueTypes.secret("the token"),
          "none",
          "Bearer token for the registry.",
          "Set a new one when the start ends with 401.");

  static final ConfigKey<String> TRUST_STORE =
      SECTION.optional(
          "schema.registry.ssl.truststore.location",
          ValueTypes.readableFile("a JKS, PKCS12 or PEM file"),
          "the JDK's",
          "Certificates the registry's is checked against.",
          "Set it when the start ends with: unable to find valid certification path.");

  static final ConfigKey<String> TRUST_STORE_TYPE =
      SECTION.optional(
          "schema.registry.ssl.truststore.type",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS",
          "Format of that file.",
          "Set it when that file cannot be loaded.");

  static final ConfigKey<String> TRUST_STORE_PASSWORD =
      SECTION.optional(
          "schema.registry.ssl.truststore.password",
          ValueTypes.secret("the password"),
          "none",
          "Password of that file.",
          "Set it when that file has one.");

  static final ConfigKey<String> KEY_STORE =
      SECTION.optional(
          "schema.registry.ssl.keystore.location",
          ValueTypes.readableFile("a JKS, PKCS12 or PEM file"),
          "none",
          "The service's own certificate and key, where the registry asks for one.",
          "Set it when the registry ends the handshake for want of a certificate.");

  static final ConfigKey<String> KEY_STORE_TYPE =
      SECTION.optional(
          "schema.registry.ssl.keystore.type",
          ValueTypes.choice("JKS", "PKCS12", "PEM"),
          "JKS",
          "Format of that file.",
          "Set it when that file cannot be loaded.");

  static final ConfigKey<String> KEY_STORE_PASSWORD =
      SECTION.optional(
          "schema.registry.ssl.keystore.password",
          ValueTypes.secret("the password"),
          "none",
          "Password of that file.",
          "Set it when that file has one.");

  static final ConfigKey<String> KEY_PASSWORD =
      SECTION.optional(
          "schema.registry.ssl.key.password",
          ValueTypes.secret("the password"),
          "the file's",
          "Password of the key in it.",
          "Set it when it is not the password of the file.");

  static final ConfigKey<Integer> CONNECT_TIMEOUT =
      SECTION.key(
          "http.connect.timeout.ms",
          ValueTypes.integer(1, HOUR_MS, "milliseconds"),
          5_000,
          "Longest wait for a connection to the registry.",
          "Raise it when a far registry times out though it is well.");

  static final ConfigKey<Integer> READ_TIMEOUT =
      SECTION.key(
          "http.read.timeout.ms",
          ValueTypes.integer(1, HOUR_MS, "milliseconds"),
          10_000,
          "Longest wait for the registry's answer.",
          "Raise it when a slow registry times out; lower it to try the next address sooner.");

  static final ConfigKey<Integer> RETRIES =
      SECTION.key(
          "max.retries",
          ValueTypes.integer(0, 1000, "requests"),
          3,
          "How often the registry is asked again, at every address, before a listing waits for it.",
          "Raise it when short troubles of the registry end the start; lower it to be told sooner.");

  private RegistryKeys() {}
}

package io.cmaclip.streams.config;

/** Settings of the schema registry, under Confluent's names. */
public final class RegistryKeys {
  static final Section SECTION = new Section("Schema registry");
  private static final int HOUR_MS = 3_600_000;

  public static final ConfigKey<String> URL =
      SECTION.optional(
          "schema.registry.url",
          ValueTypes.text(
              "http:// or https:// URLs, or embedded: (in this process, in memory), or"
                  + " embedded:FOLDER"),
          "required (--registry)",
          "URL of the schema registry, or several URLs separated by commas.",
          "Set several URLs if listings must not wait while one registry is unavailable.");
  public static final ConfigKey<Boolean> AUTO_REGISTER =
      SECTION.key(
          "auto.register.schemas",
          ValueTypes.bool(),
          true,
          "Whether the service registers its schemas.",
          "Set false if a release process registers schemas.");
  public static final ConfigKey<Boolean> USE_LATEST =
      SECTION.key(
          "use.latest.version",
          ValueTypes.bool(),
          false,
          "Whether the service writes with the latest schema of the subject instead of its own.",
          "Set true, with auto.register.schemas = false, if the schema in the registry is the"
              + " authoritative one.");
  public static final ConfigKey<String> AUTH_SOURCE =
      SECTION.optional(
          "basic.auth.credentials.source",
          ValueTypes.choice("URL", "USER_INFO"),
          "none",
          "Source of the user and password for the registry: schema.registry.url (URL) or"
              + " basic.auth.user.info (USER_INFO).",
          "Set it if the start fails with status 401.");
  public static final ConfigKey<String> AUTH_USER_INFO =
      SECTION.optional(
          "basic.auth.user.info",
          ValueTypes.secret("user:password"),
          "none",
          "User and password for the registry, with basic.auth.credentials.source = USER_INFO.",
          "Set it if the start fails with status 401.");
  public static final ConfigKey<String> SUBJECT_NAME_STRATEGY =
      SECTION.optional(
          "value.subject.name.strategy",
          ValueTypes.text(
              "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without"
                  + " Confluent's package"),
          "TopicNameStrategy",
          "Subject naming strategy of the schemas.",
          "Set the strategy of your other clients if the registry has two subjects for one"
              + " schema.");

  static final ConfigKey<String> SERDE_CLASS =
      SECTION.optional(
          "serde.class",
          ValueTypes.choice(
              "io.cmaclip.schemas.serde.EventSerdes",
              "io.confluent.kafka.serializers.KafkaAvroSerializer",
              "io.confluent.kafka.serializers.KafkaAvroDeserializer",
              "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde"),
          "EventSerdes",
          "Serializer implementation: this project's, or Confluent's in a build with the Maven"
              + " profile confluent.",
          "Set one of Confluent's if you need a serde setting that this page lacks.");
  static final ConfigKey<Boolean> LATEST_STRICT =
      SECTION.key(
          "latest.compatibility.strict",
          ValueTypes.bool(),
          true,
          "With use.latest.version: whether the service refuses a latest schema that its own schema"
              + " cannot read.",
          "Set false if the start is refused although the difference is intended.");
  static final ConfigKey<Boolean> NORMALIZE =
      SECTION.key(
          "normalize.schemas",
          ValueTypes.bool(),
          false,
          "Whether the registry treats schemas that differ only in form as equal.",
          "Set true if a new version appears although only the form has changed.");
  static final ConfigKey<Boolean> REMOVE_JAVA_PROPERTIES =
      SECTION.key(
          "avro.remove.java.properties",
          ValueTypes.bool(),
          false,
          "Whether schemas are registered without the avro.java.string property of generated"
              + " classes.",
          "Set true if schemas registered by other languages count as different.");

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
          "Source of the bearer token for the registry.",
          "Set STATIC_TOKEN if the registry accepts tokens instead of passwords.");
  static final ConfigKey<String> BEARER_TOKEN =
      SECTION.optional(
          "bearer.auth.token",
          ValueTypes.secret("the token"),
          "none",
          "Bearer token for the registry.",
          "Set a new token if the start fails with status 401.");
  static final ConfigKey<String> TRUST_STORE =
      store(
          "truststore",
          "the JDK's",
          "Certificates that the registry's certificate is checked against.",
          "Set it if the start fails with: unable to find valid certification path.");
  static final ConfigKey<String> TRUST_STORE_TYPE = storeType("truststore");
  static final ConfigKey<String> TRUST_STORE_PASSWORD = storePassword("truststore");
  static final ConfigKey<String> KEY_STORE =
      store(
          "keystore",
          "none",
          "Client certificate and key of the service, for mutual TLS with the registry.",
          "Set it if the TLS handshake fails because the registry requires a client certificate.");
  static final ConfigKey<String> KEY_STORE_TYPE = storeType("keystore");
  static final ConfigKey<String> KEY_STORE_PASSWORD = storePassword("keystore");
  static final ConfigKey<String> KEY_PASSWORD =
      SECTION.optional(
          "schema.registry.ssl.key.password",
          ValueTypes.secret("the password"),
          "the key store's",
          "Password of the key in the key store.",
          "Set it if it differs from the password of the key store.");
  static final ConfigKey<Integer> CONNECT_TIMEOUT =
      SECTION.key(
          "http.connect.timeout.ms",
          ValueTypes.integer(1, HOUR_MS, "milliseconds"),
          5_000,
          "Connect timeout of the registry client.",
          "Raise it if connections to a distant, healthy registry time out.");
  static final ConfigKey<Integer> READ_TIMEOUT =
      SECTION.key(
          "http.read.timeout.ms",
          ValueTypes.integer(1, HOUR_MS, "milliseconds"),
          10_000,
          "Read timeout of the registry client.",
          "Raise it if a slow registry times out. Lower it to try the next URL sooner.");
  static final ConfigKey<Integer> RETRIES =
      SECTION.key(
          "max.retries",
          ValueTypes.integer(0, 1000, "requests"),
          3,
          "Retries per URL before a listing waits for the registry.",
          "Raise it if listings wait at every short outage of the registry. Lower it to fail"
              + " sooner.");

  private RegistryKeys() {}

  private static ConfigKey<String> store(
      String store, String whenUnset, String meaning, String symptom) {
    return SECTION.optional(
        "schema.registry.ssl." + store + ".location",
        ValueTypes.readableFile("a JKS, PKCS12 or PEM file"),
        whenUnset,
        meaning,
        symptom);
  }

  private static ConfigKey<String> storeType(String store) {
    return SECTION.optional(
        "schema.registry.ssl." + store + ".type",
        ValueTypes.choice("JKS", "PKCS12", "PEM"),
        "JKS",
        "Format of that file.",
        "Set it if the file cannot be loaded.");
  }

  private static ConfigKey<String> storePassword(String store) {
    return SECTION.optional(
        "schema.registry.ssl." + store + ".password",
        ValueTypes.secret("the password"),
        "none",
        "Password of that file.",
        "Set it if the file has a password.");
  }
}

package io.cmaclip.lab.catalogue;

import java.util.Map;
import java.util.TreeMap;

/** Connector configurations of docs/catalogue.md. */
final class Connectors {
  static final String JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter";
  static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";

  private Connectors() {}

  /** Change events of one table, as {@code PREFIX.public.TABLE}. */
  static Map<String, String> source(
      PostgresServer postgres, String database, String prefix, String table) {
    Map<String, String> config = new TreeMap<>();
    config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    config.put("database.hostname", "127.0.0.1");
    config.put("database.port", Integer.toString(postgres.port()));
    config.put("database.user", "postgres");
    config.put("database.password", "unused");
    config.put("database.dbname", database);
    config.put("topic.prefix", prefix);
    config.put("table.include.list", "public." + table);
    config.put("plugin.name", "pgoutput");
    config.put("slot.name", "cmaclip");
    config.put("publication.name", "cmaclip");
    config.put("publication.autocreate.mode", "filtered");
    config.put("decimal.handling.mode", "string");
    config.put("binary.handling.mode", "bytes");
    config.put("topic.creation.default.partitions", "1");
    config.put("topic.creation.default.replication.factor", "1");
    config.put("exactly.once.support", "required");
    return config;
  }

  /** Rows with struct keys, as Debezium's own events have them, in a table named as the topic. */
  static Map<String, String> sink(PostgresServer postgres, String database, String topic) {
    Map<String, String> config = new TreeMap<>();
    config.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
    config.put("tasks.max", "1");
    config.put("topics", topic);
    config.put("connection.url", postgres.jdbcUrl(database));
    config.put("connection.username", "postgres");
    config.put("connection.password", "unused");
    config.put("connection.pool.min_size", "1");
    config.put("connection.pool.max_size", "2");
    config.put("connection.pool.acquire_increment", "1");
    config.put("insert.mode", "upsert");
    config.put("delete.enabled", "true");
    config.put("primary.key.mode", "record_key");
    config.put("schema.evolution", "basic");
    config.put("quote.identifiers", "true");
    config.put("collection.name.format", "${topic}");
    config.put("key.converter", JSON_CONVERTER);
    config.put("key.converter.schemas.enable", "true");
    config.put("value.converter", JSON_CONVERTER);
    config.put("value.converter.schemas.enable", "true");
    config.put("consumer.override.auto.offset.reset", "earliest");
    config.put("consumer.override.isolation.level", "read_committed");
    config.put("consumer.override.session.timeout.ms", "6000");
    config.put("consumer.override.heartbeat.interval.ms", "1000");
    config.put("consumer.override.metadata.max.age.ms", "2000");
    return config;
  }

  /** The sink for listings whose keys are plain texts. */
  static Map<String, String> sinkOfPlainKeys(
      PostgresServer postgres, String database, String topic) {
    Map<String, String> config = sink(postgres, database, topic);
    config.put("key.converter", STRING_CONVERTER);
    config.remove("key.converter.schemas.enable");
    config.put("transforms", "key");
    config.put("transforms.key.type", "org.apache.kafka.connect.transforms.HoistField$Key");
    config.put("transforms.key.field", "listing_id");
    return config;
  }
}

package io.cmaclip.streams.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Kafka setting that the service does not take.
 *
 * @param names Kafka's names of it, without prefix
 * @param allowed values that are taken all the same, in lower case; empty for none
 * @param reason what would break, or which key to use
 */
record RefusedKafkaKey(List<String> names, Set<String> allowed, String reason) {
  private static final String RAW_BYTES =
      "keys and values pass the service as raw bytes, which it decodes itself";
  private static final String PARTITIONS =
      "answers of one listing would no longer stay in one partition, in order";

  static final List<RefusedKafkaKey> ALL =
      List.of(
          refuse("use application.id", "application.id", "group.id", "transactional.id"),
          refuse("use guarantee", "processing.guarantee"),
          refuse("use threads", "num.stream.threads"),
          refuse(
              "a record that fails would be skipped, or dead-lettered without its key and value;"
                  + " the service sends it to topics.dead-letter itself",
              "deserialization.exception.handler",
              "default.deserialization.exception.handler",
              "production.exception.handler",
              "default.production.exception.handler",
              "processing.exception.handler",
              "errors.dead.letter.queue.topic.name"),
          refuse(
              "the service's own extractor keeps a record with a bad time from stopping the thread",
              "default.timestamp.extractor"),
          refuse(
              "offsets are committed with the answers, never by the consumer alone",
              "enable.auto.commit",
              "auto.commit.interval.ms"),
          refuse("the guarantee sets it", "isolation.level"),
          refuse(
              "the service's own clients keep a commit from covering unanswered listings",
              "default.client.supplier"),
          refuse(
              RAW_BYTES,
              "default.key.serde",
              "default.value.serde",
              "key.serializer",
              "value.serializer",
              "key.deserializer",
              "value.deserializer"),
          refuse(PARTITIONS, "partitioner.class", "partitioner.ignore.keys"),
          refuse(
              "code of others could drop or change listings and answers unseen",
              "interceptor.classes",
              "processor.wrapper.class"),
          refuse(
              "secrets come from files by KEY.file; nothing else is put in place of a value",
              "config.providers"),
          refuse("the service talks to brokers only", "bootstrap.controllers"),
          refuse("Kafka Streams assigns partitions itself", "partition.assignment.strategy"),
          refuseUnless(
              Set.of("earliest", "none"),
              "listings from before the first start, or from before lost offsets, would be skipped",
              "auto.offset.reset"),
          refuseUnless(Set.of("all", "-1"), "a broker that dies could lose answers", "acks"),
          refuseUnless(
              Set.of("true"),
              "answers could be written twice or out of order",
              "enable.idempotence"),
          refuse(
              "without them the producer gives up idempotence; bound them by"
                  + " kafka.producer.delivery.timeout.ms",
              "retries"),
          refuseUnless(
              Set.of("1", "2", "3", "4", "5"),
              "with more the producer gives up idempotence: answers could be written twice or out of"
                  + " order",
              "max.in.flight.requests.per.connection"),
          refuseUnless(
              Set.of("false"),
              "the transaction of a killed process would never end, and hold up whoever reads"
                  + " committed answers",
              "transaction.two.phase.commit.enable"),
          refuseUnless(
              Set.of("true"), "a listing damaged on its way would be answered", "check.crcs"),
          refuseUnless(
              Set.of("classic", "streams"),
              "Kafka Streams works with classic and streams only",
              "group.protocol"));

  private static final Map<String, RefusedKafkaKey> BY_NAME =
      ALL.stream()
          .flatMap(key -> key.names().stream().map(name -> Map.entry(name, key)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** The refusal of this name, or null. */
  static RefusedKafkaKey of(String name) {
    return BY_NAME.get(name);
  }

  private static RefusedKafkaKey refuse(String reason, String... names) {
    return new RefusedKafkaKey(List.of(names), Set.of(), reason);
  }

  private static RefusedKafkaKey refuseUnless(Set<String> allowed, String reason, String... names) {
    return new RefusedKafkaKey(List.of(names), allowed, reason);
  }
}

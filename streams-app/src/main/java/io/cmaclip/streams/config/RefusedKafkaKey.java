package io.cmaclip.streams.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Kafka setting that the service refuses.
 *
 * @param names names of the setting in Kafka, without prefix
 * @param scopes prefixes of clients with which it is refused; empty for all
 * @param allowed values that are accepted, in lower case; empty if every value is refused
 * @param reason what would break, or which key to use instead
 */
record RefusedKafkaKey(List<String> names, Set<String> scopes, Set<String> allowed, String reason) {
  private static final String RAW_BYTES =
      "the service reads and writes raw bytes and does the conversion itself";
  private static final String PARTITIONS =
      "outputs of one listing must stay in one partition, in order";

  static final List<RefusedKafkaKey> ALL =
      List.of(
          refuse("use application.id", "application.id", "group.id", "transactional.id"),
          refuse("use guarantee", "processing.guarantee"),
          refuse("use threads", "num.stream.threads"),
          refuse(
              "a failed record would be skipped, or dead-lettered without its key and value; the"
                  + " service writes it to topics.dead-letter itself",
              "deserialization.exception.handler",
              "default.deserialization.exception.handler",
              "production.exception.handler",
              "default.production.exception.handler",
              "processing.exception.handler",
              "errors.dead.letter.queue.topic.name"),
          refuse(
              "the service's extractor accepts records with an invalid timestamp, which would stop"
                  + " the stream thread",
              "default.timestamp.extractor"),
          refuse(
              "the service commits offsets together with the outputs",
              "enable.auto.commit",
              "auto.commit.interval.ms"),
          refuse("the guarantee sets it", "isolation.level"),
          refuse(
              "the service's clients hold back the offsets of listings in flight",
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
              "foreign code could drop or change listings and outputs",
              "interceptor.classes",
              "processor.wrapper.class"),
          refuse(
              "use KEY.file for secrets; other substitutions are not supported",
              "config.providers"),
          refuse("the service connects to brokers only", "bootstrap.controllers"),
          refuse(
              "Kafka Streams assigns partitions itself",
              "partition.assignment.strategy",
              "group.remote.assignor"),
          new RefusedKafkaKey(
              List.of("auto.offset.reset", "group.instance.id"),
              Set.of("restore.consumer.", "global.consumer."),
              Set.of(),
              "these consumers do not read listings"),
          new RefusedKafkaKey(
              List.of("client.id"),
              KafkaKeys.SCOPES.keySet(),
              Set.of(),
              "Kafka Streams derives the ids of its clients from kafka.client.id"),
          refuseUnless(
              Set.of("false"),
              "Kafka Streams never creates topics by reading them",
              "allow.auto.create.topics"),
          refuse("for share consumers only", "share.acknowledgement.mode", "share.acquire.mode"),
          refuseUnless(Set.of("all", "-1"), "the failure of one broker could lose outputs", "acks"),
          refuseUnless(
              Set.of("true"),
              "outputs could be written twice or out of order",
              "enable.idempotence"),
          refuse(
              "the idempotent producer needs retries; limit them by"
                  + " kafka.producer.delivery.timeout.ms",
              "retries"),
          refuseUnless(
              Set.of("1", "2", "3", "4", "5"),
              "the idempotent producer allows at most 5; with more, outputs could be written twice"
                  + " or out of order",
              "max.in.flight.requests.per.connection"),
          refuseUnless(
              Set.of("false"),
              "the transaction of a killed process would never end and would block read_committed"
                  + " consumers",
              "transaction.two.phase.commit.enable"),
          refuseUnless(
              Set.of("true"), "a listing corrupted in transit would be classified", "check.crcs"),
          refuseUnless(
              Set.of("classic", "streams"),
              "Kafka Streams supports classic and streams only",
              "group.protocol"));

  private static final Map<String, RefusedKafkaKey> BY_NAME =
      ALL.stream()
          .flatMap(key -> key.names().stream().map(name -> Map.entry(name, key)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** The refusal of this name with this prefix, or null. */
  static RefusedKafkaKey of(String scope, String name) {
    RefusedKafkaKey key = BY_NAME.get(name);
    return key == null || key.scopes.isEmpty() || key.scopes.contains(scope) ? key : null;
  }

  private static RefusedKafkaKey refuse(String reason, String... names) {
    return new RefusedKafkaKey(List.of(names), Set.of(), Set.of(), reason);
  }

  private static RefusedKafkaKey refuseUnless(Set<String> allowed, String reason, String... names) {
    return new RefusedKafkaKey(List.of(names), Set.of(), allowed, reason);
  }
}

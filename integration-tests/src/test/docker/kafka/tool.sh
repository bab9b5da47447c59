#!/usr/bin/env bash
# Runs the Kafka tool with the name of this script. Logs warnings only, to standard error.
export KAFKA_LOG4J2=/opt/kafka/config/tools-log4j2.properties
case ${0##*/} in
  kafka-broker-api-versions.sh) class=org.apache.kafka.tools.BrokerApiVersionsCommand ;;
  kafka-topics.sh) class=org.apache.kafka.tools.TopicCommand ;;
  kafka-consumer-groups.sh) class=org.apache.kafka.tools.consumer.group.ConsumerGroupCommand ;;
  kafka-get-offsets.sh) class=org.apache.kafka.tools.GetOffsetShell ;;
esac
exec /opt/kafka/bin/kafka-run-class.sh "$class" "$@"

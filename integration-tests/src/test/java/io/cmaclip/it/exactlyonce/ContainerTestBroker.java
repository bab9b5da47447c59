package io.cmaclip.it.exactlyonce;

import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka in a container, in the version of the clients. */
final class ContainerTestBroker implements TestBroker {
  private static final String IMAGE = "apache/kafka:4.3.1";

  private final KafkaContainer container = new KafkaContainer(IMAGE);

  ContainerTestBroker() {
    container.start();
  }

  @Override
  public String bootstrap() {
    return container.getBootstrapServers();
  }

  @Override
  public void goAway() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void comeBack() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}

package io.cmaclip.it.exactlyonce;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.cmaclip.it.containers.ContainerRuns;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka in a container, in the version of the clients. */
final class ContainerTestBroker implements TestBroker {
  static final String IMAGE = "apache/kafka:4.3.1";

  // A paused broker must not be fenced by its own controller: transactions that end while a single
  // broker has no leadership stay open forever, see docs/faults.md.
  private final KafkaContainer container =
      new KafkaContainer(IMAGE)
          .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "60000")
          .withStartupTimeout(Duration.ofMinutes(4));

  ContainerTestBroker() {
    container.start();
    ContainerRuns.record(IMAGE);
  }

  /** Whether the engine has the image or can pull it. */
  static boolean isImageAvailable() {
    DockerClient client = DockerClientFactory.instance().client();
    try {
      client.inspectImageCmd(IMAGE).exec();
      return true;
    } catch (NotFoundException missing) {
      return isPulled(client);
    }
  }

  private static boolean isPulled(DockerClient client) {
    try {
      return client
          .pullImageCmd(IMAGE)
          .exec(new PullImageResultCallback())
          .awaitCompletion(5, TimeUnit.MINUTES);
    } catch (DockerException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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

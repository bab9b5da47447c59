package io.cmaclip.it.exactlyonce;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.fixtures.FreePort;
import java.io.IOException;
import java.nio.file.Path;

/** The broker of demo and sandbox. */
final class EmbeddedTestBroker implements TestBroker {
  private final BrokerSettings settings;
  private EmbeddedBroker broker;

  EmbeddedTestBroker(Path folder) throws IOException {
    // No other socket may get this port while the broker is down.
    settings = BrokerSettings.temporary().withFolder(folder).withPort(FreePort.find());
    broker = EmbeddedBroker.start(settings);
  }

  @Override
  public String bootstrap() {
    return broker.bootstrap();
  }

  @Override
  public void goAway() {
    broker.close();
  }

  @Override
  public void comeBack() {
    broker = EmbeddedBroker.start(settings);
  }

  @Override
  public void close() {
    broker.close();
  }
}

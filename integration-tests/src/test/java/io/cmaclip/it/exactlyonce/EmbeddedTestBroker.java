package io.cmaclip.it.exactlyonce;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.fixtures.FreePort;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The broker of demo and sandbox behind a relay. It goes away for its clients only: a single broker
 * that stops can leave transactions open forever, see docs/faults.md.
 */
final class EmbeddedTestBroker implements TestBroker {
  private final EmbeddedBroker broker;
  private final TcpRelay relay;
  private final String bootstrap;

  EmbeddedTestBroker(Path folder) throws IOException {
    int port = FreePort.find();
    // No other socket may get this port while the broker is away.
    int relayed = FreePort.find();
    bootstrap = "127.0.0.1:" + relayed;
    broker =
        EmbeddedBroker.start(
            BrokerSettings.temporary()
                .withFolder(folder)
                .withPort(port)
                .with("advertised.listeners", "CLIENTS://" + bootstrap));
    relay = new TcpRelay(relayed, port);
  }

  @Override
  public String bootstrap() {
    return bootstrap;
  }

  @Override
  public void goAway() {
    relay.interrupt();
  }

  @Override
  public void comeBack() {
    relay.resume();
  }

  @Override
  public void close() {
    broker.close();
    relay.close();
  }
}

package io.cmaclip.it.exactlyonce;

/** A broker that can be stopped and restarted with the same port and data. */
interface TestBroker extends AutoCloseable {
  String bootstrap();

  void goAway();

  void comeBack();

  @Override
  void close();
}

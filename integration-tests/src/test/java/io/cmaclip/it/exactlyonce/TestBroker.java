package io.cmaclip.it.exactlyonce;

/** A broker that can go away and come back with the port and the data it had. */
interface TestBroker extends AutoCloseable {
  String bootstrap();

  void goAway();

  void comeBack();

  @Override
  void close();
}

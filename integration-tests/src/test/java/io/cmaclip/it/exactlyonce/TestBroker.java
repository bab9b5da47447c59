package io.cmaclip.it.exactlyonce;

/** A broker that can go away for its clients and come back with the same port and data. */
interface TestBroker extends AutoCloseable {
  String bootstrap();

  void goAway();

  void comeBack();

  @Override
  void close();
}

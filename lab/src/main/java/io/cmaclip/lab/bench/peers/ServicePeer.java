package io.cmaclip.lab.bench.peers;

/** A service in Python: a Kafka client and an inference engine. */
enum ServicePeer {
  CONFLUENT("confluent-kafka", "confluent-kafka", Peer.ONNX_RUNTIME),
  CONFLUENT_INT8("confluent-kafka-int8", "confluent-kafka", Peer.ONNX_RUNTIME_INT8),
  QUIX("quixstreams", "quixstreams", Peer.ONNX_RUNTIME);

  private final String label;
  private final String client;
  private final Peer engine;

  ServicePeer(String label, String client, Peer engine) {
    this.label = label;
    this.client = client;
    this.engine = engine;
  }

  String label() {
    return label;
  }

  String client() {
    return client;
  }

  Peer engine() {
    return engine;
  }
}

package io.cmaclip.lab.bench.peers;

import io.cmaclip.model.predictor.Precision;
import java.util.Arrays;
import java.util.List;

/** An inference engine in a number format. */
enum Peer {
  ONNX_RUNTIME("onnxruntime", Precision.FLOAT32),
  ONNX_RUNTIME_INT8("onnxruntime-int8", Precision.INT8),
  OPENVINO("openvino", Precision.FLOAT32),
  OPENVINO_BFLOAT16("openvino-bfloat16", Precision.BFLOAT16),
  TORCH("torch", Precision.FLOAT32),
  TORCH_INT8("torch-int8", Precision.INT8),
  TORCH_BFLOAT16("torch-bfloat16", Precision.BFLOAT16);

  /** All labels, for messages. */
  static final String LABELS = String.join(", ", Arrays.stream(values()).map(Peer::label).toList());

  private final String label;
  private final Precision precision;

  Peer(String label, Precision precision) {
    this.label = label;
    this.precision = precision;
  }

  String label() {
    return label;
  }

  Precision precision() {
    return precision;
  }

  /**
   * The peer with a label.
   *
   * @throws IllegalArgumentException for an unknown label
   */
  static Peer of(String label) {
    return Arrays.stream(values())
        .filter(peer -> peer.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }

  /** Those whose number format this processor computes faster than float32, or may. */
  static List<Peer> useful(boolean bfloat16) {
    return Arrays.stream(values())
        .filter(peer -> bfloat16 || peer.precision != Precision.BFLOAT16)
        .toList();
  }
}

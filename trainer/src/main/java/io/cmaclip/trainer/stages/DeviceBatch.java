package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.Content;
import io.cmaclip.trainer.batches.Encoded;
import io.cmaclip.trainer.batches.Provenance;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A batch as tensors under the names that {@code losses.py} expects. The given manager owns them;
 * they must outlive the backward pass.
 */
final class DeviceBatch {
  private final NDManager manager;
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();

  private DeviceBatch(NDManager manager) {
    this.manager = manager;
  }

  static DeviceBatch of(Batch batch, ImageEncoder image, NDManager manager) {
    long size = batch.size();
    DeviceBatch tensors = new DeviceBatch(manager);
    tensors.putPixels(batch, image);
    tensors.putTokens(batch);
    tensors.put("length", Arrays.stream(batch.titles().lengths()).asLongStream().toArray(), size);
    tensors.put("labels", batch.labels(), size, batch.labels().length / size);
    tensors.put("image", batch.images().provenance());
    tensors.put("text", batch.titles().provenance());
    tensors.put("image", batch.images().encoded(), size, image.tokens());
    tensors.put("text", batch.titles().encoded(), size, batch.tokensPerTitle());
    return tensors;
  }

  /** Adds the teacher's answers, if there are any. */
  DeviceBatch with(Teaching teaching) {
    float[] answers = teaching.outputs();
    if (answers.length > 0) {
      long rows = tensors.get("length").size();
      tensors.put("teacher", manager.create(answers, new Shape(rows, answers.length / rows)));
    }
    tensors.put("teacher_share", manager.create((float) teaching.share()));
    tensors.put("trimmed", manager.create((float) teaching.trimmed()));
    return this;
  }

  /** All tensors as one dictionary argument. */
  NDList dictionary() {
    NDList list = new NDList();
    tensors.forEach(
        (name, tensor) -> {
          // DJL collects names with a common prefix before a dot into one dictionary.
          tensor.setName("batch." + name);
          list.add(tensor);
        });
    return list;
  }

  /** Each named tensor as an argument. */
  NDList list(String... names) {
    return new NDList(Stream.of(names).map(tensors::get).toArray(NDArray[]::new));
  }

  /** Puts the pixels of all listings, or only of those whose image is not encoded yet. */
  private void putPixels(Batch batch, ImageEncoder image) {
    byte[] pixels = batch.images().pixels();
    long rows = batch.size();
    if (batch.images().encoded() != null) {
      long[] missing = batch.images().encoded().rows();
      rows = missing.length;
      int length = image.pixelBytes();
      pixels = new byte[Math.toIntExact(rows * length)];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(
            batch.images().pixels(), (int) missing[i] * length, pixels, i * length, length);
      }
    }
    Shape shape = new Shape(rows, 3, image.height(), image.width());
    tensors.put(
        "pixels",
        rows == 0
            ? manager.zeros(shape, DataType.UINT8)
            : manager.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8));
  }

  /** Puts the tokens of all listings, or only of those whose title is not encoded yet. */
  private void putTokens(Batch batch) {
    int length = batch.tokensPerTitle();
    long[] tokens = batch.titles().tokens();
    long rows = batch.size();
    if (batch.titles().encoded() != null) {
      long[] missing = batch.titles().encoded().rows();
      rows = missing.length;
      tokens = new long[missing.length * length];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(
            batch.titles().tokens(), (int) missing[i] * length, tokens, i * length, length);
      }
    }
    put("tokens", tokens, rows, length);
  }

  private void put(String modality, Provenance provenance) {
    Content[] content = provenance.content();
    boolean[] has = new boolean[content.length];
    boolean[] own = new boolean[content.length];
    boolean[] corrupted = new boolean[content.length];
    for (int i = 0; i < content.length; i++) {
      has[i] = provenance.has(i);
      own[i] = content[i] == Content.OWN;
      corrupted[i] = content[i] == Content.CORRUPTED;
    }
    tensors.put("has_" + modality, manager.create(has));
    tensors.put("own_" + modality, manager.create(own));
    tensors.put("corrupted_" + modality, manager.create(corrupted));
    put(modality + "_group", provenance.group(), content.length);
  }

  private void put(String modality, Encoded encoded, long rows, long tokens) {
    if (encoded != null) {
      float[] outputs = encoded.outputs();
      Shape shape = new Shape(rows, tokens, outputs.length / (rows * tokens));
      tensors.put(
          "encoded_" + modality,
          manager.create(FloatBuffer.wrap(outputs), shape, DataType.FLOAT32));
      put(modality + "_rows", encoded.rows(), encoded.rows().length);
    }
  }

  private void put(String name, long[] values, long... shape) {
    tensors.put(
        name,
        values.length == 0
            ? manager.zeros(new Shape(shape), DataType.INT64)
            : manager.create(LongBuffer.wrap(values), new Shape(shape), DataType.INT64));
  }
}

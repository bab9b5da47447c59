package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.streams.models.UsedModalities;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Binary form of an entry of the answer store. It begins with a version; an entry of another
 * version counts as missing, so the listing is classified again.
 */
final class RememberedCodec {
  private static final int VERSION = 1;
  private static final int DELETED = 2;
  private static final int MAX_TASKS = 10_000;

  /** The offset follows the version and three hashes of 16 bytes, so it is read alone. */
  private static final int OFFSET_AT = 1 + 3 * 2 * Long.BYTES;

  private RememberedCodec() {}

  static byte[] encode(Remembered entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, entry.title());
      write(out, entry.listing());
      write(out, entry.image());
      out.writeLong(entry.outputs().offset());
      write(out, entry.outputs().hash());
      out.writeLong(entry.checkedAt().toEpochMilli());
      write(out, entry.answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text of more than 64 KB
    }
    return bytes.toByteArray();
  }

  /** Empty for bytes of another version, or that are no entry. */
  static Optional<Remembered> decode(byte[] bytes) {
    if (bytes == null || bytes.length == 0 || bytes[0] != VERSION) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      Hash title = hash(in);
      Hash listing = hash(in);
      Hash image = hash(in);
      long offset = in.readLong();
      Remembered.Outputs outputs = new Remembered.Outputs(hash(in), offset);
      Instant checkedAt = Instant.ofEpochMilli(in.readLong());
      return Optional.of(new Remembered(title, listing, image, checkedAt, outputs, answer(in)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The mark of a deleted key. */
  static byte[] deleted(long offset) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) DELETED).putLong(offset).array();
  }

  /** The offset of the last listing or deletion; -1 if it is not known. */
  static long offset(byte[] bytes) {
    if (bytes != null && bytes.length == 1 + Long.BYTES && bytes[0] == DELETED) {
      return ByteBuffer.wrap(bytes).getLong(1);
    }
    return bytes != null && bytes.length > OFFSET_AT + Long.BYTES && bytes[0] == VERSION
        ? ByteBuffer.wrap(bytes).getLong(OFFSET_AT)
        : -1;
  }

  private static void write(DataOutput out, Answer answer) throws IOException {
    out.writeUTF(answer.model().name());
    out.writeUTF(answer.model().version());
    out.writeUTF(answer.model().fingerprint());
    out.writeUTF(answer.modalities().image().name());
    out.writeUTF(answer.modalities().text().name());
    Integer index = answer.modalities().imageIndex();
    out.writeInt(index == null ? -1 : index);
    writeOptional(out, answer.imageProblem());
    out.writeBoolean(answer.prediction() != null);
    if (answer.prediction() != null) {
      write(out, answer.prediction());
    }
  }

  private static Answer answer(DataInput in) throws IOException {
    ModelIdentity model = new ModelIdentity(in.readUTF(), in.readUTF(), in.readUTF());
    ModalityStatus image = ModalityStatus.valueOf(in.readUTF());
    ModalityStatus text = ModalityStatus.valueOf(in.readUTF());
    int index = in.readInt();
    UsedModalities used = new UsedModalities(image, text, index < 0 ? null : index);
    String problem = optional(in);
    return new Answer(used, problem, in.readBoolean() ? prediction(in) : null, model);
  }

  private static void write(DataOutput out, Prediction prediction) throws IOException {
    out.writeUTF(prediction.state().name());
    out.writeDouble(prediction.noise().mismatch());
    out.writeDouble(prediction.noise().image());
    out.writeDouble(prediction.noise().text());
    out.writeShort(prediction.tasks().size());
    for (TaskPrediction task : prediction.tasks()) {
      write(out, task);
    }
  }

  private static Prediction prediction(DataInput in) throws IOException {
    ModalityState state = ModalityState.valueOf(in.readUTF());
    NoiseScores noise = new NoiseScores(in.readDouble(), in.readDouble(), in.readDouble());
    int count = in.readUnsignedShort();
    List<TaskPrediction> tasks = new ArrayList<>(Math.min(count, MAX_TASKS));
    for (int i = 0; i < count; i++) {
      tasks.add(task(in));
    }
    return new Prediction(state, tasks, noise);
  }

  private static void write(DataOutput out, TaskPrediction task) throws IOException {
    out.writeUTF(task.task());
    out.writeUTF(task.label());
    out.writeDouble(task.confidence());
    out.writeBoolean(task.accepted());
    out.writeDouble(task.imageWeight());
    out.writeDouble(task.textWeight());
    out.writeByte(task.alternatives().size());
    for (Alternative other : task.alternatives()) {
      write(out, other);
    }
    writeIfAny(out, task.imageAlone());
    writeIfAny(out, task.textAlone());
  }

  private static TaskPrediction task(DataInput in) throws IOException {
    String name = in.readUTF();
    String label = in.readUTF();
    double confidence = in.readDouble();
    boolean accepted = in.readBoolean();
    double imageWeight = in.readDouble();
    double textWeight = in.readDouble();
    int count = in.readUnsignedByte();
    List<Alternative> others = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      others.add(alternative(in));
    }
    return new TaskPrediction(
        name, label, confidence, accepted, imageWeight, textWeight, others, ifAny(in), ifAny(in));
  }

  private static void write(DataOutput out, Alternative alternative) throws IOException {
    out.writeUTF(alternative.label());
    out.writeDouble(alternative.confidence());
  }

  private static Alternative alternative(DataInput in) throws IOException {
    return new Alternative(in.readUTF(), in.readDouble());
  }

  private static void writeIfAny(DataOutput out, Alternative alternative) throws IOException {
    out.writeBoolean(alternative != null);
    if (alternative != null) {
      write(out, alternative);
    }
  }

  private static Alternative ifAny(DataInput in) throws IOException {
    return in.readBoolean() ? alternative(in) : null;
  }

  private static void writeOptional(DataOutput out, String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static String optional(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void write(DataOutput out, Hash hash) throws IOException {
    out.writeLong(hash.high());
    out.writeLong(hash.low());
  }

  private static Hash hash(DataInput in) throws IOException {
    return new Hash(in.readLong(), in.readLong());
  }
}

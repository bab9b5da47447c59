package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.Alternative;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.streams.models.UsedModalities;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary form of an answer, except for the sketch of its prediction. A change of it needs another
 * version of the entries that contain it.
 */
public final class AnswerCodec {
  private static final int MAX_TASKS = 10_000;

  private AnswerCodec() {}

  /** Writes an answer, whose texts have at most 64 KB each. */
  public static void write(DataOutput out, Answer answer) throws IOException {
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

  /** Reads an answer. */
  public static Answer read(DataInput in) throws IOException {
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
}

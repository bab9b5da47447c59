package io.cmaclip.console.queue;

import io.cmaclip.console.queue.Verdict.Reference;
import io.cmaclip.events.ReviewItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bytes of an entry in the state store and its changelog. Independent of the registry. */
final class EntryCodec {
  private static final byte FORMAT = 1;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      // Avro's single-object encoding, which names its schema by a fingerprint.
      ByteBuffer item = ReviewItem.getEncoder().encode(entry.item());
      out.writeInt(item.remaining());
      out.write(item.array(), item.arrayOffset() + item.position(), item.remaining());
      out.writeLong(entry.arrivedAt());
      out.writeInt(entry.seen().size());
      for (String id : entry.seen()) {
        out.writeUTF(id);
      }
      out.writeBoolean(entry.verdict() != null);
      if (entry.verdict() != null) {
        writeVerdict(out, entry.verdict());
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entry decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("entry of the review queue has format " + format + ", not " + FORMAT);
      }
      ReviewItem item = ReviewItem.getDecoder().decode(in.readNBytes(in.readInt()));
      long arrivedAt = in.readLong();
      Set<String> seen = new LinkedHashSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        seen.add(in.readUTF());
      }
      return new Entry(item, arrivedAt, in.readBoolean() ? readVerdict(in) : null, seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeVerdict(DataOutputStream out, Verdict verdict) throws IOException {
    out.writeUTF(verdict.reviewer());
    out.writeUTF(verdict.leaseId());
    out.writeLong(verdict.decidedAt());
    out.writeInt(verdict.decisions().size());
    for (Reference reference : verdict.decisions()) {
      out.writeUTF(reference.decisionId());
      out.writeUTF(reference.task());
    }
  }

  private static Verdict readVerdict(DataInputStream in) throws IOException {
    String reviewer = in.readUTF();
    String leaseId = in.readUTF();
    long decidedAt = in.readLong();
    List<Reference> decisions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      decisions.add(new Reference(in.readUTF(), in.readUTF()));
    }
    return new Verdict(reviewer, leaseId, decidedAt, decisions);
  }
}

package io.cmaclip.console.queue;

import io.cmaclip.console.queue.Verdict.Reference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bytes of an entry in the state store and its changelog. Independent of the registry. */
final class EntryCodec {
  private static final byte FORMAT = 2;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      writeFacts(out, entry.facts());
      out.writeLong(entry.arrivedAt());
      out.writeInt(entry.seen().size());
      for (String id : entry.seen()) {
        out.writeUTF(id);
      }
      out.writeBoolean(entry.verdict() != null);
      if (entry.verdict() != null) {
        writeVerdict(out, entry.verdict());
      }
      out.writeInt(entry.opinions().size());
      for (Verdict opinion : entry.opinions()) {
        writeVerdict(out, opinion);
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
      ItemFacts facts = readFacts(in);
      long arrivedAt = in.readLong();
      Set<String> seen = new LinkedHashSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        seen.add(in.readUTF());
      }
      Verdict verdict = in.readBoolean() ? readVerdict(in) : null;
      List<Verdict> opinions = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        opinions.add(readVerdict(in));
      }
      return new Entry(facts, arrivedAt, verdict, opinions, seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeFacts(DataOutputStream out, ItemFacts facts) throws IOException {
    out.writeDouble(facts.priority());
    out.writeLong(facts.updatedAt());
    out.writeLong(facts.processedAt());
    out.writeUTF(facts.contentHash());
    out.writeUTF(facts.model());
    out.writeInt(facts.facets().size());
    for (String facet : facts.facets()) {
      out.writeUTF(facet);
    }
  }

  private static ItemFacts readFacts(DataInputStream in) throws IOException {
    double priority = in.readDouble();
    long updatedAt = in.readLong();
    long processedAt = in.readLong();
    String contentHash = in.readUTF();
    String model = in.readUTF();
    List<String> facets = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      facets.add(in.readUTF());
    }
    return new ItemFacts(priority, updatedAt, processedAt, contentHash, model, facets);
  }

  private static void writeVerdict(DataOutputStream out, Verdict verdict) throws IOException {
    out.writeUTF(verdict.reviewer());
    out.writeUTF(verdict.leaseId());
    out.writeLong(verdict.decidedAt());
    out.writeInt(verdict.decisions().size());
    for (Reference reference : verdict.decisions()) {
      out.writeUTF(reference.decisionId());
      out.writeUTF(reference.task());
      out.writeUTF(reference.label());
    }
  }

  private static Verdict readVerdict(DataInputStream in) throws IOException {
    String reviewer = in.readUTF();
    String leaseId = in.readUTF();
    long decidedAt = in.readLong();
    List<Reference> decisions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      decisions.add(new Reference(in.readUTF(), in.readUTF(), in.readUTF()));
    }
    return new Verdict(reviewer, leaseId, decidedAt, decisions);
  }
}

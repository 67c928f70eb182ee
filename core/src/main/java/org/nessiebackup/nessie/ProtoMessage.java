package org.nessiebackup.nessie;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.projectnessie.nessie.relocated.protobuf.CodedOutputStream;

/** Messages in the encoding of Protocol Buffers, written field by field. */
final class ProtoMessage {
  private ProtoMessage() {}

  /** Puts fields into a message. */
  interface Fields {
    /** Writes them. */
    void write(CodedOutputStream out) throws IOException;
  }

  /** A message of these fields. */
  static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
      fields.write(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}

package org.nessiebackup.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.nessiebackup.manifest.json.ForeignJson;
import org.nessiebackup.segment.DumpCompression;

/**
 * An Avro object container file: a schema, and blocks of records between marks. One field of the
 * records is read, the others are passed over; nothing is held but one block as it is stored.
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record AvroFile(AvroInput in, Map<String, byte[]> properties, byte[] mark, Inflater inflater) {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int MARK = 16;
  private static final int LONGEST_NAME = 4096;
  private static final int MOST_PROPERTIES = 1024;
  private static final int LONGEST_SCHEMA = 1 << 20;
  private static final int LARGEST_BLOCK = 16 << 20;

  /** How much the records of one block may decompress to. */
  private static final long LARGEST_CONTENT = 512L << 20;

  /**
   * Reads a text field of all records.
   *
   * @param file the file from its beginning; stays open
   * @param most how many bytes of it are read at most
   * @param field its name; it is a string that is always there
   * @throws ProbeFailedException if it is compressed in a way that is not known here
   * @throws IOException if it is not such a file, or cannot be read
   */
  static void readTexts(InputStream file, long most, String field, Consumer<String> values)
      throws IOException {
    AvroInput in = new AvroInput(new BufferedInputStream(file), most);
    if (!Arrays.equals(in.fixed(MAGIC.length), MAGIC)) {
      throw new IOException("it is no Avro file");
    }
    Inflater inflater = new Inflater(true);
    try {
      new AvroFile(in, properties(in), in.fixed(MARK), inflater).read(field, values);
    } finally {
      inflater.end();
    }
  }

  private static Map<String, byte[]> properties(AvroInput in) throws IOException {
    Map<String, byte[]> properties = new HashMap<>();
    for (long count = in.number(); count != 0; count = in.number()) {
      if (count < 0) {
        count = -count;
        in.number();
      }
      for (long i = 0; i < count; i++) {
        properties.put(in.text(LONGEST_NAME), in.bytes(LONGEST_SCHEMA));
        if (properties.size() > MOST_PROPERTIES) {
          throw new IOException("it has too many properties");
        }
      }
    }
    return properties;
  }

  private void read(String field, Consumer<String> values) throws IOException {
    List<AvroType.Field> fields = fields();
    if (fields.stream()
        .noneMatch(each -> each.name().equals(field) && each.type() == AvroType.Plain.STRING)) {
      throw new IOException("its records have no \"" + field + "\"");
    }
    while (!in.atEnd()) {
      long records = in.number();
      AvroInput block = content(in.bytes(LARGEST_BLOCK));
      for (long i = 0; i < records; i++) {
        for (AvroType.Field each : fields) {
          if (each.name().equals(field)) {
            values.accept(block.text(LONGEST_NAME));
          } else {
            each.type().skip(block, 0);
          }
        }
      }
      if (!Arrays.equals(in.fixed(MARK), mark)) {
        throw new IOException("a mark between its blocks is not what it should be");
      }
    }
  }

  private List<AvroType.Field> fields() throws IOException {
    byte[] schema = properties.getOrDefault("avro.schema", new byte[0]);
    if (!(AvroType.of(ForeignJson.tree(schema)) instanceof AvroType.Fields records)) {
      throw new IOException("its schema is no record");
    }
    return records.fields();
  }

  private AvroInput content(byte[] block) throws IOException {
    byte[] name = properties.getOrDefault("avro.codec", "null".getBytes(StandardCharsets.UTF_8));
    InputStream stored = new ByteArrayInputStream(block);
    InputStream plain =
        switch (new String(name, StandardCharsets.UTF_8)) {
          case "null" -> stored;
          case "deflate" -> {
            inflater.reset();
            yield new InflaterInputStream(stored, inflater);
          }
          case "zstandard" -> DumpCompression.open(stored);
          default ->
              throw new ProbeFailedException(
                  "it is compressed by \"%s\", which is not known here"
                      .formatted(new String(name, StandardCharsets.UTF_8)),
                  null);
        };
    return new AvroInput(new BufferedInputStream(plain), LARGEST_CONTENT);
  }
}

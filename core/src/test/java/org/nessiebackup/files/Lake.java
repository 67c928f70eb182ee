package org.nessiebackup.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;

/** A warehouse in memory. Its files are as Iceberg writes them; it remembers what it was asked. */
final class Lake implements FileProbe {
  /** As Iceberg's format version 2 has it, with what a reader has to pass over. */
  static final String MANIFEST_LIST =
      """
      {"type":"record","name":"manifest_file","fields":[
       {"name":"manifest_path","type":"string","doc":"Location URI","field-id":500},
       {"name":"manifest_length","type":"long","field-id":501},
       {"name":"partition_spec_id","type":"int","field-id":502},
       {"name":"content","type":"int","field-id":517},
       {"name":"sequence_number","type":"long","field-id":515},
       {"name":"added_snapshot_id","type":["null","long"],"default":null,"field-id":503},
       {"name":"partitions","type":["null",{"type":"array","items":{"type":"record","name":"r508",
        "fields":[{"name":"contains_null","type":"boolean","field-id":509},
         {"name":"contains_nan","type":["null","boolean"],"default":null,"field-id":518},
         {"name":"lower_bound","type":["null","bytes"],"default":null,"field-id":510}]},
        "element-id":508}],"default":null,"field-id":507},
       {"name":"odd","type":{"type":"map","values":["null","double","float","r508",
        {"type":"fixed","name":"f","size":3},{"type":"enum","name":"e","symbols":["A","B"]}]}}]}
      """;

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final boolean endless;
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  Lake() {
    this(false);
  }

  private Lake(boolean endless) {
    this.endless = endless;
  }

  /** One that has every file that anybody asks for, unless it was lost. */
  static Lake endless() {
    return new Lake(true);
  }

  Lake lose(String location) {
    lost.add(location);
    return this;
  }

  Lake put(String location, byte[] content) {
    files.put(location, content);
    return this;
  }

  Lake put(String location, String content) {
    return put(location, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A table with one manifest list of two manifests; answers its metadata file. */
  String table(String place) {
    String manifest = place + "/metadata/m-";
    put(manifest + "0.avro", "x").put(manifest + "1.avro", "x");
    put(
        place + "/metadata/snap-2.avro",
        manifestList("deflate", List.of(manifest + "0.avro", manifest + "1.avro")));
    put(place + "/metadata/0.metadata.json", metadata(place + "/metadata/snap-2.avro"));
    return place + "/metadata/0.metadata.json";
  }

  static String metadata(String manifestList) {
    return """
        {"format-version":2,"table-uuid":"u","location":"x","last-sequence-number":2,
         "current-snapshot-id":3055729675574597004,
         "refs":{"main":{"snapshot-id":3055729675574597004,"type":"branch"}},
         "snapshots":[
          {"snapshot-id":1,"timestamp-ms":1,"manifest-list":"gone-long-ago"},
          {"sequence-number":2,"snapshot-id":3055729675574597004,"timestamp-ms":2,
           "summary":{"operation":"append","manifest-list":"not this"},
           "manifest-list":"%s","schema-id":0}],
         "metadata-log":[{"metadata-file":"older","timestamp-ms":1}]}
        """
        .formatted(manifestList);
  }

  Lake forget(String location) {
    if (files.remove(location) == null) {
      throw new IllegalArgumentException("there is no " + location);
    }
    return this;
  }

  /** Where nobody answers. */
  Lake silence(String location) {
    silent.add(location);
    return this;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public boolean exists(String location) throws IOException {
    ask(location);
    return endless ? !lost.contains(location) : files.containsKey(location);
  }

  @Override
  public InputStream open(String location) throws IOException {
    ask(location);
    byte[] content = files.get(location);
    if (content == null) {
      throw new NoSuchObjectException("no \"" + location + "\"", null);
    }
    return new ByteArrayInputStream(content);
  }

  private void ask(String location) throws IOException {
    asked.add(location);
    if (silent.stream().anyMatch(location::startsWith)) {
      throw new IOException("nobody answers at \"" + location + "\"");
    }
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  static byte[] manifestList(String codec, List<String> manifests) {
    Schema schema = new Schema.Parser().parse(MANIFEST_LIST);
    Schema partition = schema.getField("partitions").schema().getTypes().get(1).getElementType();
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(4096);
      writer.setMeta("format-version", "2");
      writer.create(schema, target);
      for (int i = 0; i < manifests.size(); i++) {
        writer.append(manifest(schema, partition, manifests.get(i), i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target.toByteArray();
  }

  private static GenericRecord manifest(Schema schema, Schema partition, String path, int number) {
    GenericRecord summary = new GenericData.Record(partition);
    summary.put("contains_null", true);
    summary.put("lower_bound", java.nio.ByteBuffer.wrap(new byte[number % 200]));
    GenericRecord manifest = new GenericData.Record(schema);
    manifest.put("manifest_path", path);
    manifest.put("manifest_length", 7000L + number);
    manifest.put("partition_spec_id", -number);
    manifest.put("content", 0);
    manifest.put("sequence_number", Long.MIN_VALUE + number);
    manifest.put("partitions", number % 2 == 0 ? null : List.of(summary, summary));
    List<Schema> odd = schema.getField("odd").schema().getValueType().getTypes();
    manifest.put(
        "odd",
        Map.of(
            "a",
            1.0d,
            "b",
            1.0f,
            "c",
            summary,
            "d",
            new GenericData.Fixed(odd.get(4), new byte[3]),
            "e",
            new GenericData.EnumSymbol(odd.get(5), "B")));
    return manifest;
  }
}

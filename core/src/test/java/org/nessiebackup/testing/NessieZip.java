package org.nessiebackup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.nessie.relocated.protobuf.Descriptors.EnumValueDescriptor;
import org.projectnessie.nessie.relocated.protobuf.DynamicMessage;

/**
 * A zip file in Nessie's export format, read as Nessie's import tool reads it: files by their names
 * in the metadata, sequences of messages to the end of the file.
 */
public final class NessieZip {
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Reads a file. */
  public NessieZip(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message; all of it is known. */
  public record Message(DynamicMessage content) {
    private Object field(String name) {
      var field = content.getDescriptorForType().findFieldByName(name);
      assertThat(field).as(name).isNotNull();
      return content.getField(field);
    }

    /** Whether a field is there. */
    public boolean has(String name) {
      return content.hasField(content.getDescriptorForType().findFieldByName(name));
    }

    /** A text. */
    public String text(String name) {
      return (String) field(name);
    }

    /** A number. */
    public long number(String name) {
      return ((Number) field(name)).longValue();
    }

    /** The name of an enum's value. */
    public String choice(String name) {
      return ((EnumValueDescriptor) field(name)).getName();
    }

    /** Bytes. */
    public byte[] bytes(String name) {
      return ((ByteString) field(name)).toByteArray();
    }

    /** Bytes as hexadecimal digits. */
    public String hex(String name) {
      return HexFormat.of().formatHex(bytes(name));
    }

    /** Texts. */
    @SuppressWarnings("unchecked")
    public List<String> texts(String name) {
      return (List<String>) field(name);
    }

    /** Lists of bytes, as hexadecimal digits. */
    @SuppressWarnings("unchecked")
    public List<String> hexes(String name) {
      return ((List<ByteString>) field(name))
          .stream().map(bytes -> HexFormat.of().formatHex(bytes.toByteArray())).toList();
    }

    /** Messages in it. */
    @SuppressWarnings("unchecked")
    public List<Message> messages(String name) {
      return ((List<DynamicMessage>) field(name)).stream().map(Message::new).toList();
    }
  }

  /** The names of the files, in their order. */
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** What is in the others. */
  public Message metadata() {
    return single("export-metadata", "ExportMeta");
  }

  /** About the repository. */
  public Message description() {
    return single("repository-description", "RepositoryDescriptionProto");
  }

  /** Where lines of commits end and part. */
  public Message heads() {
    return single("heads-and-forks", "HeadsAndForks");
  }

  /** The commits, in their order. */
  public List<Message> commits() {
    return sequence("commits_files", "Commit", "commit_count");
  }

  /** The references. */
  public List<Message> references() {
    return sequence("named_references_files", "Ref", "named_references_count");
  }

  /** Other objects. */
  public List<Message> objects() {
    return sequence("generic_obj_files", "RelatedObj", "generic_obj_count");
  }

  private Message single(String name, String type) {
    assertThat(files).containsKey(name);
    try {
      return known(DynamicMessage.parseFrom(TransferProto.message(type), files.get(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Message> sequence(String names, String type, String count) {
    List<Message> messages = new ArrayList<>();
    for (String name : metadata().texts(names)) {
      assertThat(files).containsKey(name);
      ByteArrayInputStream in = new ByteArrayInputStream(files.get(name));
      while (true) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(TransferProto.message(type));
        try {
          if (!message.mergeDelimitedFrom(in)) {
            break;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        messages.add(known(message.build()));
      }
    }
    assertThat(metadata().number(count)).isEqualTo(messages.size());
    return messages;
  }

  private static Message known(DynamicMessage message) {
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    return new Message(message);
  }
}

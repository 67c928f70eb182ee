package org.nessiebackup.testing;

import java.util.Locale;
import java.util.Map;
import org.projectnessie.nessie.relocated.protobuf.DescriptorProtos.DescriptorProto;
import org.projectnessie.nessie.relocated.protobuf.DescriptorProtos.EnumDescriptorProto;
import org.projectnessie.nessie.relocated.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import org.projectnessie.nessie.relocated.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.projectnessie.nessie.relocated.protobuf.DescriptorProtos.FileDescriptorProto;
import org.projectnessie.nessie.relocated.protobuf.Descriptors;
import org.projectnessie.nessie.relocated.protobuf.Descriptors.Descriptor;
import org.projectnessie.nessie.relocated.protobuf.Descriptors.FileDescriptor;

/**
 * The messages of Nessie's export format, version 3: names, types and numbers of fields as Nessie
 * publishes them in {@code transfer.proto}. The library with them is published nowhere.
 */
final class TransferProto {
  private static final Map<String, String[]> MESSAGES =
      Map.of(
          "ExportMeta",
          new String[] {
            "1 int64 created_millis_epoch",
            "2 ExportVersion version",
            "3 int64 named_references_count",
            "4 int64 commit_count",
            "5 string* named_references_files",
            "6 string* commits_files",
            "7 string nessie_version",
            "8 int64 generic_obj_count",
            "9 string* generic_obj_files"
          },
          "HeadsAndForks",
          new String[] {
            "1 bytes* heads", "2 bytes* fork_points", "3 int64 scan_started_at_in_micros"
          },
          "Ref",
          new String[] {
            "2 string name",
            "3 bytes pointer",
            "4 bytes extended_info_obj",
            "5 int64 created_at_micros"
          },
          "Commit",
          new String[] {
            "1 bytes commit_id",
            "2 int64 commit_sequence",
            "3 bytes parent_commit_id",
            "4 bytes* additional_parents",
            "5 bytes metadata",
            "6 .Operation* operations",
            "7 int64 created_time_micros",
            "8 string message",
            "9 .HeaderEntry* headers"
          },
          "HeaderEntry",
          new String[] {"1 string name", "2 string* values"},
          "Operation",
          new String[] {
            "1 OperationType operation_type",
            "2 string* content_key",
            "3 string content_id",
            "4 int32 payload",
            "5 bytes value"
          },
          "RepositoryDescriptionProto",
          new String[] {
            "1 .Property* properties",
            "2 string repository_id",
            "3 int64 oldest_commit_timestamp_millis",
            "4 int64 repository_created_timestamp_millis",
            "5 string default_branch_name"
          },
          "Property",
          new String[] {"1 string key", "2 string value"},
          "RelatedObj",
          new String[] {
            "1 bytes id",
            "2 string type_name",
            "3 bytes data",
            "4 string version_token",
            "5 Encoding encoding",
            "6 string compression",
            "7 string space"
          });

  private static final Map<String, String[]> ENUMS =
      Map.of(
          "ExportVersion", new String[] {"Unknown", "V1", "V2", "V3"},
          "OperationType", new String[] {"Put", "Delete"},
          "Encoding", new String[] {"Unknown_Encoding", "Smile"});

  private static final FileDescriptor FILE = file();

  private TransferProto() {}

  static Descriptor message(String name) {
    return FILE.findMessageTypeByName(name);
  }

  private static FileDescriptor file() {
    // Of version 2, which writes the same bytes and tells what is there from what is a default.
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("transfer.proto");
    ENUMS.forEach(
        (name, values) -> {
          EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName(name);
          for (int number = 0; number < values.length; number++) {
            type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(values[number]).setNumber(number));
          }
          file.addEnumType(type);
        });
    MESSAGES.forEach(
        (name, fields) -> {
          DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
          for (String field : fields) {
            message.addField(field(field.split(" ")));
          }
          file.addMessageType(message);
        });
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (Descriptors.DescriptorValidationException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private static FieldDescriptorProto field(String... words) {
    boolean repeated = words[1].endsWith("*");
    String type = words[1].replace("*", "");
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setNumber(Integer.parseInt(words[0]))
            .setName(words[2])
            .setLabel(
                repeated
                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                    : FieldDescriptorProto.Label.LABEL_OPTIONAL);
    if (type.startsWith(".")) {
      field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
    } else if (ENUMS.containsKey(type)) {
      field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName("." + type);
    } else {
      field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
    }
    return field.build();
  }
}

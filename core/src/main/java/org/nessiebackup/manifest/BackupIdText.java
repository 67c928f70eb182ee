package org.nessiebackup.manifest;

import org.nessiebackup.BackupId;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Tells the JSON library that an id is its text; the root package does not know JSON. */
final class BackupIdText extends StdDeserializer<BackupId> {
  private BackupIdText() {
    super(BackupId.class);
  }

  static JacksonModule module() {
    return new SimpleModule("BackupId")
        .addSerializer(BackupId.class, ToStringSerializer.instance)
        .addDeserializer(BackupId.class, new BackupIdText());
  }

  @Override
  public BackupId deserialize(JsonParser parser, DeserializationContext context) {
    return new BackupId(parser.getValueAsString(""));
  }
}

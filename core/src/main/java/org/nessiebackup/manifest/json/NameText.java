package org.nessiebackup.manifest.json;

import java.util.function.Function;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Tells the JSON library what is its text; the root package does not know JSON. */
public final class NameText<T> extends StdDeserializer<T> {
  private final transient Function<String, T> read;

  private NameText(Class<T> type, Function<String, T> read) {
    super(type);
    this.read = read;
  }

  /** What to tell it. */
  public static JacksonModule module() {
    SimpleModule module = new SimpleModule("names");
    add(module, BackupId.class, BackupId::new);
    add(module, EpochId.class, EpochId::new);
    add(module, Lsn.class, NameText::lsn);
    return module;
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> read) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new NameText<>(type, read));
  }

  private static Lsn lsn(String text) {
    return Lsn.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no position"));
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) {
    return read.apply(parser.getValueAsString(""));
  }
}

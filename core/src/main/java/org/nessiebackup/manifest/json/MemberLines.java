package org.nessiebackup.manifest.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Gives each member of a document a line, which has all that is in it: shorter, and for people. */
public final class MemberLines implements DefaultPrettyPrinter.Indenter {
  private MemberLines() {}

  /** What the JSON library asks. */
  public static PrettyPrinter printer() {
    return new DefaultPrettyPrinter().withObjectIndenter(new MemberLines());
  }

  @Override
  public void writeIndentation(JsonGenerator out, int level) {
    out.writeRaw(
        switch (level) {
          case 0 -> "\n";
          case 1 -> "\n  ";
          default -> " ";
        });
  }

  @Override
  public boolean isInline() {
    return false;
  }
}

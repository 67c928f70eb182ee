package org.nessiebackup.cli.verify;

import java.util.List;
import java.util.Locale;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.files.FilesReport;
import org.nessiebackup.files.FilesReport.Counts;
import org.nessiebackup.files.FilesReport.ReferenceFiles;
import org.nessiebackup.files.FilesReport.TableFile;
import org.nessiebackup.report.VerifyJson;
import tools.jackson.databind.node.ObjectNode;

/** Which files {@code verify --files} has found. */
record FilesView(FilesReport report) implements View {
  private static final int MOST_SOUND = 20;

  @Override
  public int exitCode() {
    return report.sound() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    page.line("files of " + report.source());
    page.field("as of", Text.time(report.stateOf()));
    page.field("files", counts(report.files()));
    if (report.options().deep()) {
      page.field("parts", "%s asked for".formatted(Text.count(report.parts(), "manifest")));
    }
    if (report.options().share() < 1) {
      page.field("sample", "%s, --seed %d".formatted(share(), report.options().seed()));
    }
    List<ReferenceFiles> sound =
        report.references().stream().filter(ReferenceFiles::sound).toList();
    if (sound.size() > MOST_SOUND) {
      GraphText.state(page, true, Text.count(sound.size(), "reference"));
    } else {
      sound.forEach(
          each ->
              GraphText.state(page, true, "%s: %s".formatted(name(each), counts(each.tables()))));
    }
    report.references().stream().filter(each -> !each.sound()).forEach(each -> broken(each, page));
  }

  private static void broken(ReferenceFiles reference, TextPage page) {
    boolean certain = reference.tables().broken() > 0;
    page.state(
        certain ? Tone.BAD : Tone.DOUBTFUL,
        certain ? "BROKEN" : "in doubt",
        GraphText.INDENT,
        "%s: %s".formatted(name(reference), counts(reference.tables())));
    reference.trouble().forEach(why -> page.line("         " + why));
    for (TableFile table : reference.named()) {
      page.line("         %-8s %s: %s".formatted(word(table), table.key(), table.message()));
      table.location().ifPresent(location -> page.line("                  " + location));
    }
    long unnamed =
        reference.tables().broken() + reference.tables().unknown() - reference.named().size();
    if (unnamed > 0) {
      page.line("         and %s more".formatted(Text.count(unnamed)));
    }
  }

  private static String counts(Counts counts) {
    StringBuilder text = new StringBuilder(Text.count(counts.present()) + " there");
    add(text, counts.missing(), "missing");
    add(text, counts.damaged(), "damaged");
    add(text, counts.unknown(), "unknown");
    add(text, counts.skipped(), "not asked for");
    return text.toString();
  }

  private static void add(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(Text.count(count)).append(' ').append(what);
    }
  }

  private String share() {
    return String.format(Locale.ROOT, "%s%%", number(report.options().share() * 100));
  }

  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String name(ReferenceFiles reference) {
    String kind = reference.reference().kind().label();
    String repository =
        reference.repository().isEmpty() ? "" : " of \"" + reference.repository() + "\"";
    return "%s %s%s".formatted(kind, reference.reference().name(), repository);
  }

  private static String word(TableFile table) {
    return table.state().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String problem() {
    return "files of %s: %s".formatted(report.source(), counts(report.files()));
  }

  @Override
  public void json(ObjectNode summary) {
    VerifyJson.FILES.write(summary, VerifyJson.Found.all(report));
  }
}

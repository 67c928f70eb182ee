package org.nessiebackup.cli.config;

import java.util.Comparator;
import java.util.List;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.ConfigJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What options are set to.
 *
 * @param places where files are looked for
 */
record ConfigView(ConfigJson.Shown shown, List<String> places) implements View {
  static final Comparator<ConfigJson.Value> ORDER =
      Comparator.comparing((ConfigJson.Value each) -> each.command().orElse(""))
          .thenComparing(ConfigJson.Value::name)
          .thenComparing(ConfigJson.Value::place);

  @Override
  public void text(TextPage page) {
    if (shown.files().isEmpty()) {
      page.line(
          places.isEmpty()
              ? "no settings file is read"
              : "no settings file: neither " + String.join(" nor ", places));
    }
    shown.files().forEach(file -> page.line("settings file: " + file));
    shown.profile().ifPresent(name -> page.line("profile: " + name));
    shown.catalog().ifPresent(name -> page.line("catalog: " + name));
    if (!shown.settings().isEmpty()) {
      page.line("");
      Table table =
          new Table("SETTING", "VALUE", "FROM").narrower("VALUE", 12).narrower("FROM", 12);
      for (ConfigJson.Value each : shown.settings()) {
        String command = each.command().map(name -> name + ": ").orElse("");
        table.row(command + each.name(), each.value().replace("\n", ", "), each.place());
      }
      page.table(table);
    }
    if (!shown.others().isEmpty()) {
      page.line("");
      page.line("also heeded for the database: " + String.join(", ", shown.others()));
    }
  }

  @Override
  public void json(ObjectNode summary) {
    ConfigJson.SHOWN.write(summary, shown);
  }
}

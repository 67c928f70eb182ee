package org.nessiebackup.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/**
 * Looks whether tables could be made as a manifest describes them. A manifest of this program can
 * always be; one that somebody has written can be whole and yet restore nothing.
 */
final class ShapeCheck {
  private static final int LONGEST_NAME = 63;
  private static final int MOST_COLUMNS = 1600;
  private static final Set<String> TAKEN =
      Set.of("ctid", "oid", "tableoid", "xmin", "xmax", "cmin", "cmax");

  /** What PostgreSQL has by itself, what it takes over from ICU, and from the system. */
  private static final Pattern COLLATION =
      Pattern.compile(
          "C|POSIX|default|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast|C\\.[A-Za-z0-9-]+"
              + "|[A-Za-z0-9-]+-x-icu|[a-z]{2,3}(_[A-Z]{2})?(\\.[A-Za-z0-9_-]+)?(@[A-Za-z0-9=-]+)?");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern BOOLEAN =
      Pattern.compile("(?i)t(r(ue?)?)?|f(a(l(se?)?)?)?|y(es?)?|no?|on|off?|1|0");

  private final List<Finding> findings = new ArrayList<>();

  private ShapeCheck() {}

  static List<Finding> run(Manifest manifest) {
    ShapeCheck check = new ShapeCheck();
    check.tables(manifest);
    manifest.tables().forEach(check::table);
    return List.copyOf(check.findings);
  }

  private void tables(Manifest manifest) {
    try {
      StoreType.check(
          manifest.source().storeType(), manifest.tables().stream().map(TableEntry::name).toList());
    } catch (BackupException e) {
      findings.add(Finding.of(Kind.NOT_RESTORABLE, e.getMessage()));
    }
  }

  private void table(TableEntry entry) {
    TableShape shape = entry.shape();
    if (shape.columns().size() > MOST_COLUMNS) {
      add(
          shape,
          "has %d columns, and no table has more than %d"
              .formatted(shape.columns().size(), MOST_COLUMNS));
      return;
    }
    for (Column column : shape.columns()) {
      impossible(column)
          .ifPresent(why -> add(shape, "has a column \"%s\" %s".formatted(column.name(), why)));
    }
  }

  private static Optional<String> impossible(Column column) {
    if (isNoName(column.name()) || TAKEN.contains(column.name())) {
      return Optional.of("of a name that no column can have");
    }
    QualifiedName type = column.type();
    if (isNoName(type.schema()) || isNoName(type.name()) || ColumnForms.impossible(type)) {
      return Optional.of(
          "of type \"%s\", which PostgreSQL does not have for columns".formatted(type));
    }
    return column
        .collation()
        .flatMap(each -> impossible(each, type))
        .or(() -> column.constantDefault().flatMap(each -> impossible(each, column)));
  }

  private static boolean isNoName(String name) {
    return name.isEmpty()
        || name.indexOf('\0') >= 0
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
  }

  private static Optional<String> impossible(QualifiedName collation, QualifiedName type) {
    if (!ColumnForms.collates(type)) {
      return Optional.of("of type \"%s\", which has no collation, with one".formatted(type));
    }
    boolean own = collation.schema().equals("pg_catalog");
    return isNoName(collation.schema())
            || isNoName(collation.name())
            || (own && !COLLATION.matcher(collation.name()).matches())
        ? Optional.of("with collation \"%s\", which PostgreSQL does not have".formatted(collation))
        : Optional.empty();
  }

  private static Optional<String> impossible(String value, Column column) {
    boolean fits =
        value.indexOf('\0') < 0
            && (!column.type().schema().equals("pg_catalog")
                || switch (column.type().name()) {
                  case "bool" -> BOOLEAN.matcher(value.strip()).matches();
                  case "int2", "int4", "int8" -> WHOLE_NUMBER.matcher(value.strip()).matches();
                  default -> true;
                });
    return fits
        ? Optional.empty()
        : Optional.of("with the default \"%s\", which is none of its type".formatted(value));
  }

  private void add(TableShape shape, String what) {
    findings.add(
        Finding.of(
            Kind.NOT_RESTORABLE, shape.name(), "table \"%s\" %s".formatted(shape.name(), what)));
  }
}

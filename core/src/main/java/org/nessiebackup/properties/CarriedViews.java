package org.nessiebackup.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;

/**
 * Views that are made to read the tables which arrive, within a swap. The server itself says what
 * makes a view, with all names qualified, while the former tables are still in place; the same
 * text, said again when the others have taken it, means these. The view stays what it is, with its
 * owner, grants, comments, triggers and whatever is built on it.
 */
public final class CarriedViews {
  private static final String DEFINITION =
      """
      SELECT format('CREATE OR REPLACE VIEW %s%s AS %s', v.oid::regclass,
        (SELECT format(' WITH (%s)', string_agg(format('%I = %L',
          split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', '))
        FROM unnest(v.reloptions) AS o HAVING count(*) > 0),
        pg_get_viewdef(v.oid))
      FROM pg_class v WHERE v.oid = ?::oid
      """;

  /** Takes the view's lock and changes nothing. */
  private static final String TO_LOCK =
      """
      SELECT format('ALTER VIEW %I.%I OWNER TO %I',
        n.nspname, v.relname, pg_get_userbyid(v.relowner))
      FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace WHERE v.oid = ?::oid
      """;

  private final Session session;
  private final ViewPolicy viewPolicy;
  private final SequencedMap<String, String> definitions = new LinkedHashMap<>();

  public CarriedViews(Session session, ViewPolicy viewPolicy) {
    this.session = session;
    this.viewPolicy = viewPolicy;
  }

  /**
   * Readers lock a view before its tables; so do we, or we would wait for one another.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if one of them has to stay
   */
  public void lock(CatalogLocation catalog, List<TableShape> arriving) {
    List<DependentViews.Found> views = find(catalog, arriving);
    ViewMove.requireMovable(views.stream().map(DependentViews.Found::view).toList());
    for (DependentViews.Found found : views) {
      session
          .texts("lock the view", TO_LOCK, found.oid())
          .forEach(statement -> session.execute("lock " + found.view().title(), statement));
    }
  }

  private List<DependentViews.Found> find(CatalogLocation catalog, List<TableShape> arriving) {
    return viewPolicy == ViewPolicy.LEAVE
        ? List.of()
        : DependentViews.of(session, catalog, arriving).stream()
            .filter(found -> found.view().movable() || viewPolicy == ViewPolicy.MOVE)
            .toList();
  }

  /**
   * Reads their definitions.
   *
   * @param arriving the tables that will be read
   * @throws BackupException {@link Failure#TARGET_GUARDED} if one of them has to stay
   */
  public void read(CatalogLocation catalog, List<TableShape> arriving) {
    List<DependentViews.Found> views = find(catalog, arriving);
    if (views.isEmpty()) {
      return;
    }
    ViewMove.requireMovable(views.stream().map(DependentViews.Found::view).toList());
    session.execute("qualify all names", "SET LOCAL search_path = pg_catalog, pg_temp");
    for (DependentViews.Found found : views) {
      String name = found.view().name();
      session
          .texts("ask what makes view " + name, DEFINITION, found.oid())
          .forEach(definition -> definitions.put(name, definition));
    }
  }

  /** Makes them, when the tables have taken their places; returns their names. */
  public List<String> define() {
    definitions.forEach((name, definition) -> session.execute("move view " + name, definition));
    return List.copyOf(definitions.sequencedKeySet());
  }
}

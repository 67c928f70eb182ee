package org.nessiebackup.benchmarks;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/**
 * Commits of a day, one transaction each. They are generated all at once, which no journal would
 * see as a day, so they are taken out again, and come back one by one.
 */
final class JournaledDay {
  private static final String ALL = "SELECT count(*) FROM day.commits";

  private final Workbench bench;

  /** Takes commits out of the catalog that it generates, and leaves it as it was. */
  JournaledDay(Workbench bench, int commits) throws SQLException {
    this.bench = bench;
    bench.execute(
        Workbench.DATABASE,
        "CREATE SCHEMA day",
        "CREATE TABLE day.before AS SELECT repo, obj_id FROM nessie.objs2",
        "CREATE TABLE day.first AS TABLE nessie.refs2");
    new Growth(bench).generate(commits);
    // An object belongs to the commit that was stored behind it.
    bench.execute(
        Workbench.DATABASE,
        "CREATE TABLE day.objects AS SELECT count(*) FILTER (WHERE obj_type = 'c') OVER (ORDER BY"
            + " ctid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS number, o AS object FROM"
            + " nessie.objs2 o WHERE NOT EXISTS (SELECT FROM day.before b WHERE b.repo = o.repo AND"
            + " b.obj_id = o.obj_id)",
        "CREATE INDEX ON day.objects (number)",
        "CREATE TABLE day.commits AS SELECT number, (object).obj_id FROM day.objects WHERE"
            + " (object).obj_type = 'c'",
        "CREATE TABLE day.last AS TABLE nessie.refs2",
        "CREATE TABLE day.branches AS SELECT row_number() OVER (ORDER BY ref_name) - 1 AS number,"
            + " repo, ref_name FROM nessie.refs2 WHERE ref_name LIKE 'refs/heads/%'",
        "DELETE FROM nessie.objs2 o USING day.objects d WHERE o.repo = (d.object).repo AND o.obj_id"
            + " = (d.object).obj_id",
        "TRUNCATE nessie.refs2",
        "INSERT INTO nessie.refs2 TABLE day.first",
        """
        CREATE PROCEDURE day.live(first bigint, past bigint) LANGUAGE plpgsql AS $$
        DECLARE branches bigint := (SELECT count(*) FROM day.branches);
        BEGIN
          FOR i IN first .. past - 1 LOOP
            INSERT INTO nessie.objs2 SELECT (object).* FROM day.objects WHERE number = i;
            UPDATE nessie.refs2 r SET pointer = c.obj_id FROM day.commits c, day.branches b
              WHERE c.number = i AND b.number = i % branches AND r.repo = b.repo
                AND r.ref_name = b.ref_name;
            COMMIT;
          END LOOP;
        END $$
        """);
    bench.execute(Workbench.DATABASE, "VACUUM ANALYZE nessie.objs2", "VACUUM ANALYZE day.objects");
  }

  /**
   * Commits a part of the day.
   *
   * @param from which part of it is over
   * @param to which part of it is over then
   * @return when that is done, by the server's clock
   */
  Instant live(double from, double to) throws SQLException {
    long all = Long.parseLong(bench.query(Workbench.DATABASE, ALL));
    bench.execute(
        Workbench.DATABASE,
        String.format(
            Locale.ROOT, "CALL day.live(%d, %d)", Math.round(all * from), Math.round(all * to)));
    return Instant.parse(
        bench.query(
            Workbench.DATABASE,
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  /** Brings the heads of all branches to where they belong, and forgets the rest. */
  void end() throws SQLException {
    bench.execute(
        Workbench.DATABASE,
        "UPDATE nessie.refs2 r SET pointer = l.pointer, prev_ptr = l.prev_ptr FROM day.last l WHERE"
            + " r.repo = l.repo AND r.ref_name = l.ref_name",
        "DROP PROCEDURE day.live",
        "DROP TABLE day.before, day.first, day.objects, day.commits, day.last, day.branches",
        "DROP SCHEMA day");
  }
}

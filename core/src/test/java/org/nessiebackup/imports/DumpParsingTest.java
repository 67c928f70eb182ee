package org.nessiebackup.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.nessiebackup.imports.DumpScene.COMPLETE;
import static org.nessiebackup.imports.DumpScene.NO_OBJECTS;
import static org.nessiebackup.imports.DumpScene.TABLES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.segment.DumpCompression;

class DumpParsingTest {
  private final DumpScene scene = new DumpScene();

  private List<String> refs(String data) {
    scene.importDump(TABLES + data + NO_OBJECTS + COMPLETE);
    return scene.rows("nessie.refs2");
  }

  private static String copy(String line) {
    return "COPY nessie.refs2 (repo, n, b) FROM stdin;\n" + line + "\n\\.\n";
  }

  private static String insert(String values) {
    return "INSERT INTO nessie.refs2 VALUES (" + values + ");\n";
  }

  static Stream<Arguments> copyLines() {
    return Stream.of(
        arguments("a\t1\t\\\\x00fF", "('a', 1, '\\x00ff')"),
        arguments("\\N_\t\\N\t\\N", "('N_', NULL, NULL)"),
        arguments("\\\\N\t-5\t", "('\\N', -5, '\\x')"),
        arguments("it's\t1\t\\\\\\\\ab\\\\134", "('it''s', 1, '\\x5c61625c')"),
        arguments("\\x41\\101\\q\\xg\t1\t\\N", "('AAqxg', 1, NULL)"),
        arguments("\t1\t\\N", "('', 1, NULL)"),
        arguments("é😀\\b\\f\\t\\v\t1\t\\N", "('é😀\b\f\t\u000B', 1, NULL)"));
  }

  @ParameterizedTest
  @MethodSource("copyLines")
  void copyLineIsReadAsPostgresqlReadsIt(String line, String expected) {
    assertThat(refs(copy(line))).containsExactly(expected);
  }

  static Stream<Arguments> literals() {
    return Stream.of(
        arguments("'a''b', 1, '\\x00FF'", "('a''b', 1, '\\x00ff')"),
        arguments("E'a\\'b\\\\', -1, NULL", "('a''b\\', -1, NULL)"),
        arguments("'', '7'::bigint, '\\x'::bytea", "('', 7, '\\x')"),
        arguments("e'\\x41\\102', NULL::bigint, 'a\\000\\\\'", "('AB', NULL, '\\x61005c')"),
        arguments(
            "'a'::character varying /* ; */, 1 -- ';'\n, null::pg_catalog.bytea",
            "('a', 1, NULL)"));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void literalIsReadAsPostgresqlReadsIt(String values, String expected) {
    assertThat(refs(insert(values))).containsExactly(expected);
  }

  @Test
  void severalRowsAndColumnsInAnyOrder() {
    assertThat(
            refs(
                """
                INSERT INTO nessie.refs2 (b, "repo", N) OVERRIDING SYSTEM VALUE VALUES
                \t('\\x01', 'a', 1),
                \t(NULL, 'b', NULL) ON CONFLICT DO NOTHING;
                COPY nessie.refs2 (n, b, repo) FROM stdin;
                3\t\\\\x02\tc
                \\.
                """))
        .containsExactly("('a', 1, '\\x01')", "('b', NULL, NULL)", "('c', 3, '\\x02')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE nessie.old (\n)\nINHERITS (nessie.refs2);\n",
        "CREATE TABLE x.old (a int) INHERITS (x.y, nessie.refs2) WITH (fillfactor = 70);\n",
        "CREATE TABLE nessie.old PARTITION OF nessie.refs2 DEFAULT;\n",
        "SET search_path = nessie; CREATE TABLE old () INHERITS (refs2);\n",
        "ALTER TABLE ONLY nessie.old INHERIT nessie.refs2;\n",
        "CREATE FOREIGN TABLE nessie.old () INHERITS (nessie.refs2) SERVER s;\n",
        "SET row_security = on; ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY;\n",
        "COPY nessie.refs2 (repo, n, b) FROM stdin WITH (FORMAT csv);\na,1,\n\\.\n",
        "COPY nessie.refs2 FROM '/etc/passwd';\n",
        "COPY nessie.refs2 FROM PROGRAM 'id';\n",
        "COPY nessie.refs2 (repo, n) FROM stdin;\na\t1\n\\.\n",
        "COPY nessie.refs2 (repo, n, n) FROM stdin;\na\t1\t1\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\t1\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\t1\t\\N\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\tx\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\t9223372036854775808\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\t1\t\\\\x0\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\t1\t\\\\9\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\n\\N\t1\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\\.\t1\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin; \\! id\na\t1\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\rb\t1\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\\000\t1\t\\N\n\\.\n",
        "COPY nessie.refs2 FROM stdin;\na\\xff\t1\t\\N\n\\.\n",
        "INSERT INTO nessie.refs2 VALUES ('a', 1);\n",
        "INSERT INTO nessie.refs2 VALUES ('a', 1, NULL, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES ('a', 1, now());\n",
        "INSERT INTO nessie.refs2 VALUES ('a', DEFAULT, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES ('a', true, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES (1, 1, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES ('a', '1'::text, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES (U&'a', 1, NULL);\n",
        "INSERT INTO nessie.refs2 VALUES ('a', 1, NULL) RETURNING 1;\n",
        "INSERT INTO nessie.refs2 SELECT 'a', 1, NULL;\n",
        "INSERT INTO nessie.refs2 (repo, n, c) VALUES ('a', 1, NULL);\n",
        "UPDATE nessie.refs2 SET n = 1;\n",
        "DELETE FROM \"nessie\".\"refs2\";\n",
        "TRUNCATE nessie.other, nessie.refs2;\n",
        "WITH x AS (SELECT 1) DELETE FROM nessie.refs2;\n",
        "SELECT change(x) FROM nessie.refs2;\n",
        "select nessie.wipe();\n",
        "SELECT \"nessie\" . \"wipe\" ();\n",
        "SELECT nessie.setval('x', 1);\n",
        "SELECT pg_read_file('/etc/passwd');\n",
        "SELECT pg_catalog.pg_read_file('/etc/passwd');\n",
        "SELECT pg_catalog.setval('x', change(1));\n",
        "SELECT pg_catalog.lo_import('/etc/passwd');\n",
        "WITH x AS (SELECT change()) SELECT 1;\n",
        "VALUES (change());\n",
        "UPDATE x SET a = change() WHERE b IN (1, 2);\n",
        "INSERT INTO public.x VALUES (1, change());\n",
        "DO $$ BEGIN DELETE FROM nessie.refs2; END $$;\n",
        "CALL change();\n",
        "ROLLBACK;\n",
        "DROP TABLE nessie.refs2;\n",
        "DROP SCHEMA nessie CASCADE;\n",
        "ALTER SCHEMA nessie RENAME TO x;\n",
        "ALTER TABLE nessie.refs2 RENAME TO x;\n",
        "ALTER TABLE ONLY nessie.refs2 DROP COLUMN n;\n",
        "ALTER TABLE nessie.refs2 ADD COLUMN x text;\n",
        "ALTER TABLE nessie.refs2 ALTER COLUMN n TYPE text;\n",
        "ALTER TABLE nessie.refs2 ADD CONSTRAINT k PRIMARY KEY (nothing);\n",
        "CREATE TABLE nessie.refs2 (a text);\n",
        "CREATE TABLE public.refs2 (a text) INHERITS (nessie.x);\n",
        "CREATE TABLE public.refs2 (a text) PARTITION BY LIST (a);\n",
        "CREATE TABLE public.refs2 PARTITION OF x DEFAULT;\n",
        "CREATE TABLE public.refs2 AS SELECT 1;\n",
        "CREATE TEMP TABLE refs2 (a text);\n",
        "CREATE TABLE public.refs2 (a text, a text);\n",
        "CREATE TABLE public.refs2 (a int GENERATED ALWAYS AS (1) STORED);\n",
        "SET client_encoding = 'LATIN1';\n",
        "\\! id\n",
        "\\i other.sql\n",
        "\\copy nessie.refs2 from 'x'\n",
        "SELECT 1 \\gexec\n",
        "FROBNICATE;\n",
        "\\.\n",
        "SET search_path = '';\nCREATE TABLE refs2 (a text);\n"
      })
  void whatIsNotUnderstoodIsRefusedWithItsLine(String statement) {
    BackupException refused = scene.refusal(TABLES + statement + NO_OBJECTS + COMPLETE);

    assertThat(refused.failure()).isEqualTo(Failure.DUMP_NOT_UNDERSTOOD);
    assertThat(refused).hasMessageMatching("(?s)line [789] of \"test.sql\": .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE FUNCTION f() RETURNS void AS $a$ ; $b$ ' DELETE FROM nessie.refs2; $ $a$;",
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 END; SELECT 2; END;",
        "CREATE RULE r AS ON INSERT TO x DO (DELETE FROM nessie.refs2; SELECT ');');",
        "COMMENT ON TABLE nessie.refs2 IS 'a;''b';",
        "/* nested /* ; */ ' */ GRANT ALL ON TABLE nessie.refs2 TO x;",
        "UPDATE \"ref;s2\" SET a = '\\'; -- ' ;",
        "COPY other (a) FROM stdin;\n\\\\.\n'; DROP\n\\.\n",
        "INSERT INTO public.refs3 VALUES ($$'$$, E'\\';', \"a;\");",
        "ALTER TABLE ONLY nessie.refs2 REPLICA IDENTITY FULL, OWNER TO \"a;b\";",
        "ALTER TABLE nessie.refs2 ALTER COLUMN n SET STORAGE PLAIN, ALTER n SET (n_distinct=1,"
            + " x=2);",
        "ALTER TABLE nessie.refs2 ADD CONSTRAINT c CHECK ((n > 0) AND (n < 5)) NOT VALID;",
        "CREATE TABLE x.y (a text DEFAULT ');', b int CHECK (b > (1)));",
        "CREATE TABLE x.y OF z; ALTER TABLE x.y NO INHERIT nessie.refs2; ALTER TABLE x.y INHERIT"
            + " x.z;",
        "ALTER TABLE x.y ADD FOREIGN KEY (a) REFERENCES nessie.refs2 (repo);",
        "CREATE MATERIALIZED VIEW nessie.heads AS SELECT ';' FROM nessie.refs2 WITH NO DATA;",
        "ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY;",
        "CREATE TRIGGER t BEFORE INSERT ON nessie.refs2 EXECUTE FUNCTION f(';');",
        "SELECT pg_catalog.setval('nessie.refs2_seq', 1, true);",
        "SELECT setval('x', 1::numeric(3, 2), true);",
        "SELECT pg_catalog.lo_create('7'); SELECT pg_catalog.lowrite(0, '\\x00');",
        "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer);",
        "DELETE FROM x WHERE a IN (1, 2);",
        "INSERT INTO public.x (a, b) VALUES ('POINT(1 1)'::public.geometry(Point), ('1'));",
        "SET SESSION AUTHORIZATION 'x';;",
        "\\restrict abc\n\\unrestrict abc",
        "CREATE SCHEMA IF NOT EXISTS nessie;",
        "DROP TABLE IF EXISTS public.x, public.y;",
      })
  void whatDoesNotChangeTheRowsIsPassedOver(String statement) {
    assertThat(refs(statement + "\n" + copy("a\t1\t\\N"))).containsExactly("('a', 1, NULL)");
  }

  @Test
  void columnsAndKeyAreTakenAsTheyAre() {
    Manifest manifest =
        scene
            .importDump(
                """
                SET search_path = "Odd", pg_catalog;
                CREATE TABLE refs2 (
                  "Repo ""x" character varying(20) COLLATE "C" DEFAULT 'a''b'::character varying,
                  "character" CHAR, plain varchar NOT NULL DEFAULT NULL::character varying,
                  small numeric(10,2) DEFAULT (-1), stamp timestamp(3) without time zone DEFAULT now(),
                  zone timestamp with time zone CONSTRAINT nn NOT NULL, texts text[] DEFAULT '{}'::text[],
                  yes boolean DEFAULT true, no integer DEFAULT 5 CHECK (no > 0) REFERENCES x(a, b),
                  id bigint GENERATED BY DEFAULT AS IDENTITY (START 1),
                  mix text DEFAULT 'a'::text || 'b'::text COLLATE pg_catalog."POSIX",
                  CONSTRAINT pk PRIMARY KEY (plain, id), UNIQUE (no), CHECK ((no > 1))
                ) WITH (autovacuum_enabled='false');
                CREATE TABLE objs2 (id uuid PRIMARY KEY);
                ALTER TABLE ONLY objs2 ALTER COLUMN id SET DEFAULT 'x'::uuid;
                COPY refs2 FROM stdin;
                \\.
                COPY objs2 FROM stdin;
                \\.
                """
                    + COMPLETE)
            .manifest();

    TableShape references = manifest.tables().getFirst().shape();
    assertThat(manifest.source().schema()).isEqualTo("Odd");
    assertThat(references.primaryKey()).containsExactly("plain", "id");
    assertThat(references.columns().stream().map(DumpParsingTest::describe))
        .containsExactly(
            "Repo \"x varchar 24 C a'b",
            "character bpchar 5",
            "plain varchar -1 not null",
            "small numeric 655366 -1",
            "stamp timestamp 3",
            "zone timestamptz -1 not null",
            "texts _text -1 {}",
            "yes bool -1 true",
            "no int4 -1 5",
            "id int8 -1 not null",
            "mix text -1 POSIX");
    assertThat(
            manifest.tables().getLast().shape().columns().stream().map(DumpParsingTest::describe))
        .containsExactly("id uuid -1 not null x");
  }

  private static String describe(Column column) {
    return column.name()
        + " "
        + column.type().name()
        + " "
        + column.typeModifier()
        + (column.notNull() ? " not null" : "")
        + column.collation().map(name -> " " + name.name()).orElse("")
        + column.constantDefault().map(text -> " " + text).orElse("");
  }

  @Test
  void unknownTypeIsRefusedByName() {
    BackupException refused =
        scene.refusal(TABLES.replace("boolean", "public.geometry") + NO_OBJECTS + COMPLETE);

    assertThat(refused).hasMessageContaining("\"flag\"").hasMessageContaining("public.geometry");
  }

  @Test
  void catalogInNoSchemaOrInSeveralIsNoChoice() {
    assertThat(scene.refusal("CREATE TABLE a.refs2 (x int);\n" + COMPLETE).failure())
        .isEqualTo(Failure.CATALOG_NOT_FOUND);
    String both = TABLES + TABLES.replace("nessie.", "other.");
    BackupException refused = scene.refusal(both + NO_OBJECTS + COMPLETE);
    assertThat(refused.failure()).isEqualTo(Failure.CATALOG_AMBIGUOUS);
    assertThat(refused).hasMessageContaining("\"nessie\"").hasMessageContaining("\"other\"");
    String late = TABLES + copy("a\t1\t\\N") + NO_OBJECTS + "\\connect other\n" + TABLES;
    assertThat(scene.refusal(late + COMPLETE)).hasMessageContaining("database \"other\"");
    byte[] dump = (both + copy("a\t1\t\\N") + NO_OBJECTS + COMPLETE).getBytes(UTF_8);
    ImportReport report = scene.importDump(dump, Optional.of("nessie"), Optional.empty());
    assertThat(report.skippedTables()).containsExactly("other.refs2", "other.objs2");
  }

  @Test
  void oneOfSeveralDatabasesIsPickedByItsName() {
    String dev = "\\connect dev\n" + TABLES + copy("d\t1\t\\N") + NO_OBJECTS;
    String odd = "\\connect -reuse-previous=on \"dbname='my \\'prod'\"\n";
    String prod = odd + TABLES + copy("p\t1\t\\N") + NO_OBJECTS;
    byte[] dump = (dev + prod + COMPLETE).getBytes(UTF_8);

    BackupException refused = scene.refusal(dev + prod + COMPLETE);
    assertThat(refused.hint()).get().asString().contains("--database dev or --database 'my '");
    assertThat(refused.hint()).get().asString().doesNotContain("--schema");
    ImportReport report = scene.importDump(dump, options("my 'prod"));
    assertThat(scene.rows("nessie.refs2")).containsExactly("('p', 1, NULL)");
    assertThat(report.skippedTables())
        .containsExactly("nessie.refs2 (database \"dev\")", "nessie.objs2 (database \"dev\")");
    assertThat(
            catchThrowableOfType(BackupException.class, () -> scene.importDump(dump, options("x"))))
        .hasMessageContaining("in database \"x\"");
  }

  private static ImportOptions options(String database) {
    return new ImportOptions("test.sql", Optional.of(database), Optional.empty(), Optional.empty());
  }

  @Test
  void dumpThatComesTwiceInOneFileIsNamedAsSuch() {
    String begin = "-- PostgreSQL database dump\n";
    String clean = "ALTER TABLE IF EXISTS ONLY nessie.refs2 DROP CONSTRAINT IF EXISTS k;\n";
    String dump = TABLES + copy("a\t1\t\\N") + NO_OBJECTS + COMPLETE;
    for (String second :
        List.of(
            dump,
            clean + dump,
            "DROP TABLE IF EXISTS nessie.refs2;\n" + dump,
            copy("a\t1\t\\N") + COMPLETE)) {
      BackupException refused = scene.refusal(begin + dump + begin + second);
      assertThat(refused).hasMessageContaining("a second dump of the same tables begins here");
      assertThat(refused.hint()).get().asString().contains("tail -n +");
    }
  }

  @Test
  void dumpsOfOneTableEachMayFollowOneAnother() {
    int second = TABLES.indexOf("CREATE TABLE nessie.objs2");
    scene.importDump(
        TABLES.substring(0, second)
            + copy("a\t1\t\\N")
            + COMPLETE
            + TABLES.substring(second)
            + NO_OBJECTS
            + COMPLETE);

    assertThat(scene.rows("nessie.refs2")).hasSize(1);
  }

  @Test
  void dumpWithoutRowsOrWithoutTablesIsRefused() {
    assertThat(scene.refusal(TABLES + COMPLETE)).hasMessageContaining("does not hold its rows");
    assertThat(scene.refusal(NO_OBJECTS + COMPLETE)).hasMessageContaining("--data-only");
    String comment = "-- Data for Name: %s; Type: TABLE DATA; Schema: nessie; Owner: -\n";
    scene.importDump(TABLES + comment.formatted("refs2") + comment.formatted("objs2") + COMPLETE);
    assertThat(scene.rows("nessie.refs2")).isEmpty();
  }

  @Test
  void everyTruncationIsRefused() {
    String dump =
        TABLES + insert("'a', 1, E'\\\\x00'") + copy("b\t2\t\\\\x01") + NO_OBJECTS + COMPLETE;
    int whole = dump.length() - "\n--\n".length();
    for (int end = 0; end < whole; end++) {
      BackupException refused = scene.refusal(dump.substring(0, end));
      assertThat(refused.failure())
          .as("cut off at %d: %s", end, refused.getMessage())
          .isIn(Failure.DUMP_NOT_UNDERSTOOD, Failure.CATALOG_NOT_FOUND);
    }
    scene.importDump(dump.substring(0, whole));
  }

  @Test
  void compressedDumpThatWasCutOffOrChangedIsRefused() throws IOException {
    byte[] text = (TABLES + copy("a\t1\t\\N").repeat(50) + NO_OBJECTS + COMPLETE).getBytes(UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text);
    }
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (var out = DumpCompression.zstd(zstd)) {
      out.write(text);
    }
    for (byte[] whole : List.of(gzip.toByteArray(), zstd.toByteArray())) {
      for (int end = 4; end < whole.length; end += 7) {
        byte[] part = Arrays.copyOf(whole, end);
        assertThatThrownBy(() -> scene.importDump(part)).isInstanceOf(BackupException.class);
      }
      assertThat(scene.backupObjects()).isEmpty();
    }
    for (byte[] whole : List.of(gzip.toByteArray(), zstd.toByteArray())) {
      scene.importDump(whole);
      assertThat(scene.rows("nessie.refs2")).hasSize(50);
    }
  }

  @Test
  void otherFormatsAreTurnedAwayWithAdvice() {
    assertThat(scene.refusal("PGDMP\u0001").hint().orElseThrow()).contains("pg_restore");
    assertThatThrownBy(() -> scene.importDump("ÿþ-\0-\0".getBytes(ISO_8859_1)))
        .hasMessageContaining("UTF-16");
    assertThatThrownBy(() -> scene.importDump("BZh91AY".getBytes(ISO_8859_1)))
        .hasMessageContaining("compressed");
    assertThat(scene.refusal("").failure()).isEqualTo(Failure.CATALOG_NOT_FOUND);
  }

  @Test
  void windowsLineEndsAreUnderstood() {
    String dump = "\uFEFF" + TABLES + copy("a\t1\t\\N\nb\t2\t\\\\x00") + NO_OBJECTS + COMPLETE;
    scene.importDump(dump.replace("\n", "\r\n"));
    assertThat(scene.rows("nessie.refs2")).containsExactly("('a', 1, NULL)", "('b', 2, '\\x00')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_dump-9.6.sql", "pg_dump-18.sql", "pg_dumpall-15-inserts.sql"})
  void dumpOfAnotherVersionIsImported(String file) throws IOException {
    try (InputStream in = DumpParsingTest.class.getResourceAsStream(file)) {
      ImportReport report = scene.importDump(in.readAllBytes());
      assertThat(report.manifest().tables().getFirst().shape().primaryKey())
          .containsExactly("repo", "ref_name");
      assertThat(report.skippedTables()).isNotEmpty();
    }
    String schema = scene.vault().backups().latest().orElseThrow().source().schema();
    assertThat(scene.rows(schema + ".objs2"))
        .containsExactly(
            "('', '\\x00ff10', 'c', NULL, '\\x0a0b5c27', 1700000000000000)",
            "('x\ty', '\\x00ff11', 'v', '7', '\\x', NULL)");
    assertThat(new String(scene.export(true), UTF_8))
        .contains(
            "VALUES ('', 'main', '\\x00ff10', false, -1);\n",
            "VALUES ('', 'it''s \\ 1\n', NULL, true, NULL);\n");
  }

  @Test
  void cancellationEndsTheImport() {
    scene.work().cancellation().request();
    assertThat(scene.refusal(TABLES + NO_OBJECTS + COMPLETE).failure())
        .isEqualTo(Failure.INTERRUPTED);
  }
}

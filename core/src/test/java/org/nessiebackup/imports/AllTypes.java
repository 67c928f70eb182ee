package org.nessiebackup.imports;

/** Columns of every type that dumps are understood for, with values at their edges. */
public final class AllTypes {
  /** Adds the columns to a catalog in the schema {@code nessie}. */
  public static final String COLUMNS =
      """
      ALTER TABLE nessie.refs2
        ADD "Odd ""name"", \\ 'x'" varchar(40) COLLATE "C" DEFAULT 'it''s',
        ADD fixed char(5) DEFAULT 'abc', ADD short smallint DEFAULT -7, ADD middle integer,
        ADD single real, ADD double double precision, ADD exact numeric, ADD money numeric(12,3),
        ADD "day" date, ADD stamp timestamp, ADD stamp3 timestamp(3), ADD instant timestamptz,
        ADD key uuid, ADD raw json, ADD parsed jsonb, ADD label name,
        ADD texts text[], ADD numbers bigint[], ADD moment timestamp DEFAULT now()
      """;

  /** Fills them. */
  public static final String ROWS =
      """
      INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted, "Odd ""name"", \\ 'x'", fixed,
        short, middle, single, double, exact, money, "day", stamp, stamp3, instant, key, raw,
        parsed, label, texts, numbers)
      SELECT 'types', n::text, decode(repeat('00ff5c0a27', n), 'hex'), n % 2 = 0,
        E'\\\\N\\t\\n\\r\\b\\f\\v''"$$é😀' || n, 'ab', (n - 4)::smallint * 5000, n * -1000003,
        (ARRAY['NaN', 'Infinity', '-Infinity', '-0', '1e-40', '3.4e38', '0.1', '1'])[n]::real,
        (ARRAY['NaN', 'Infinity', '-Infinity', '-0', '5e-324', '1.7e308', '0.1', '1'])[n]::float8,
        (ARRAY['NaN', '0', '0.000', '-12345678901234567890.00010', '1e40', '-0.00000001', '10000',
          '9999.9999'])[n]::numeric,
        (n - 4) * 123456.789,
        (ARRAY['infinity', '-infinity', '0044-03-15 BC', '2000-01-01', '1999-12-31', '5874897-12-31',
          '0001-01-01', '2026-11-22'])[n]::date,
        (ARRAY['infinity', '-infinity', '0044-03-15 12:00:00 BC', '2000-01-01', '1999-12-31 23:59:59.999999',
          '294276-12-31 23:59:59', '0001-01-01', '2026-11-22 02:00:00.1'])[n]::timestamp,
        '2026-11-22 02:00:00.123'::timestamp,
        (ARRAY['infinity', '-infinity', '0044-03-15 12:00:00+01 BC', '2000-01-01 00:00:00+00',
          '1890-01-01 00:00:00.5+00:19:32', '2026-06-01 00:00:00-11:30', '2026-11-22 02:00:00.25+00',
          NULL])[n]::timestamptz,
        '00112233-4455-6677-8899-aabbccddeeff', '{"a" :  1, "b":"\\n"}', '{"b": [1, null, "é"]}',
        'label' || n,
        (ARRAY['{}', NULL, '{NULL,"NULL","","a b","q\\"\\\\",x}', '[0:1]={a,b}', '{",{}"}', '{é}',
          '{x}', '{y}'])[n]::text[],
        ARRAY[n, NULL, -n]
      FROM generate_series(1, 8) AS n
      """;

  private AllTypes() {}
}
